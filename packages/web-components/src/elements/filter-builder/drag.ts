/** What a dragged condition needs. */
export interface DragOptions {
  readonly root: ShadowRoot
  readonly id: string
  /** Puts it into a group, before the condition at a place. */
  readonly drop: (group: string, at: number) => void
}

const LIFT_PX = 4

/** Drags a condition by its handle, by mouse, pen or finger. A line shows where it will land; Escape cancels. */
export function dragCondition(event: PointerEvent, { root, id, drop }: DragOptions): void {
  const handle = event.currentTarget as HTMLElement
  const item = handle.closest<HTMLElement>('[data-id]')
  if (event.button || !item) return
  const end = new AbortController()
  const { signal } = end
  let target: { readonly group: string; readonly at: number } | undefined
  let marked: HTMLElement | undefined

  const unmark = () => delete marked?.dataset['drop']
  const look = (move: PointerEvent) => {
    if (Math.abs(move.clientY - event.clientY) < LIFT_PX && !item.dataset['lifted']) return
    item.dataset['lifted'] = ''
    unmark()
    const found = placeAt(root.elementFromPoint(move.clientX, move.clientY), move.clientY, id)
    target = found
    marked = found?.mark
    if (found) found.mark.dataset['drop'] = found.side
  }
  const stop = (done: boolean) => {
    end.abort()
    unmark()
    delete item.dataset['lifted']
    if (done && target) drop(target.group, target.at)
  }

  handle.setPointerCapture(event.pointerId)
  handle.addEventListener('pointermove', look, { signal })
  handle.addEventListener('pointerup', () => stop(true), { signal })
  handle.addEventListener('pointercancel', () => stop(false), { signal })
  addEventListener(
    'keydown',
    (key) => {
      if (key.key !== 'Escape') return
      key.stopPropagation()
      stop(false)
    },
    { signal, capture: true },
  )
}

interface Landing {
  readonly group: string
  readonly at: number
  readonly mark: HTMLElement
  readonly side: 'before' | 'after' | 'inside'
}

function placeAt(under: Element | null, y: number, id: string): Landing | undefined {
  const item = under?.closest<HTMLElement>('[data-id], [data-group]')
  if (!item || item.closest(`[data-id="${id}"]`)) return undefined
  const { group, size } = item.dataset
  if (group !== undefined) return { group, at: Number(size), mark: item, side: 'inside' }
  const { top, height } = item.getBoundingClientRect()
  const after = y > top + height / 2
  const { in: parent = '', at } = item.dataset
  return { group: parent, at: Number(at) + Number(after), mark: item, side: after ? 'after' : 'before' }
}
