import type { ReactiveController, ReactiveHost } from '../../base/reactive-element.ts'

/** The element in which cards are dragged. */
export interface DragHost extends ReactiveHost, HTMLElement {
  readonly renderRoot: ShadowRoot
  /** The card that a press on `target` would lift, if any. */
  grab(target: Element): HTMLElement | undefined
  /** A card floats above `target`, at `x` px of the window. */
  over(card: HTMLElement, target: Element | null, x: number): void
  /** Let go, or cancelled. */
  drop(done: boolean): void
}

const MOUSE_PX = 5
const TOUCH_PX = 10
const TOUCH_MS = 350

/**
 * Dragging by mouse, pen and touch. A mouse lifts after 5 px, a finger by a long press, so that it still scrolls.
 * The lifted card floats in the top layer, above what clips it. Escape cancels.
 */
export class DragController implements ReactiveController {
  /** A card floats, or the click that ends its flight is still to come. */
  active = false
  readonly #host: DragHost
  #stop = (_done: boolean) => {}

  constructor(host: DragHost) {
    this.#host = host
    host.addController(this)
    host.addEventListener('pointerdown', this.#down)
    for (const name of ['touchmove', 'contextmenu'])
      host.addEventListener(name, (event) => this.active && event.preventDefault(), { passive: false })
  }

  hostDisconnected(): void {
    this.#stop(false)
  }

  readonly #down = (start: PointerEvent) => {
    const host = this.#host
    const card = !start.button && !this.active && host.grab(start.composedPath()[0] as Element)
    if (!card) return
    const touch = start.pointerType === 'touch'
    let { x, y } = start
    let ghost: HTMLElement | undefined
    const end = new AbortController()
    const stop = (done: boolean) => {
      clearTimeout(timer)
      end.abort()
      if (!ghost) return
      ghost.remove()
      host.over(card, host.renderRoot.elementFromPoint(x, y), x)
      host.drop(done)
      setTimeout(() => {
        this.active = false
      })
    }
    this.#stop = stop
    const frame = () => {
      if (!ghost || end.signal.aborted) return
      ghost.style.translate = `${x - start.x}px ${y - start.y}px`
      host.over(card, host.renderRoot.elementFromPoint(x, y), x)
      requestAnimationFrame(frame)
    }
    const lift = () => {
      const { left, top, width } = card.getBoundingClientRect()
      ghost = card.cloneNode(true) as HTMLElement
      ghost.popover = 'manual'
      ghost.className += ' lift'
      ghost.style.cssText = `left:${left}px;top:${top}px;width:${width}px`
      host.renderRoot.append(ghost)
      ghost.showPopover()
      this.active = true
      frame()
    }
    const timer = touch ? setTimeout(lift, TOUCH_MS) : 0
    const on = (name: string, act: (event: never) => void) =>
      addEventListener(name, act as EventListener, { signal: end.signal, capture: true })
    on('pointermove', (move: PointerEvent) => {
      ;({ x, y } = move)
      const far = Math.hypot(x - start.x, y - start.y)
      if (!ghost && far > (touch ? TOUCH_PX : MOUSE_PX)) touch ? stop(false) : lift()
    })
    on('pointerup', () => stop(true))
    on('pointercancel', () => stop(false))
    on('keydown', (key: KeyboardEvent) => {
      if (!ghost || key.key !== 'Escape') return
      key.stopPropagation()
      stop(false)
    })
  }
}
