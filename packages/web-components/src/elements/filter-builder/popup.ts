/** Shows a popover beside what opened it, within the window. */
export function openBeside(popup: HTMLElement, opener: Element): void {
  popup.showPopover()
  const { left, right, top, bottom } = opener.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = popup
  const start = getComputedStyle(opener).direction === 'rtl' ? right - width : left
  const below = bottom + 4 + height <= innerHeight || top < height
  popup.style.left = `${Math.max(8, Math.min(start, innerWidth - width - 8))}px`
  popup.style.top = `${Math.max(8, Math.min(below ? bottom + 4 : top - height - 4, innerHeight - height - 8))}px`
}
