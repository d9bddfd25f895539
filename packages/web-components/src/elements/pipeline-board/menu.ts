/** Opens a menu beside its button, within the window, with the focus on its first item. */
export function openMenu(menu: HTMLElement, button: Element): void {
  menu.showPopover()
  const { left, bottom } = button.getBoundingClientRect()
  const x = Math.min(left, innerWidth - menu.offsetWidth)
  const y = Math.min(bottom, innerHeight - menu.offsetHeight)
  menu.style.cssText = `left:${x}px;top:${y}px`
  menu.querySelector('button')?.focus()
}

/** Moves the focus within a menu: arrow keys, Home, End, or the first letter of an item. */
export function menuKey(event: KeyboardEvent): void {
  const { key, currentTarget, target } = event
  const items = [...(currentTarget as Element).querySelectorAll('button')]
  const at = items.indexOf(target as HTMLButtonElement)
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const step = steps[key]
  const to =
    step === undefined
      ? [...items.slice(at + 1), ...items].find((one) => one.textContent?.toLowerCase().startsWith(key.toLowerCase()))
      : items.at(step % items.length)
  if (!to) return
  event.preventDefault()
  to.focus()
}
