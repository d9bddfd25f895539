const LIFT_PX = 4

/** Drags a step by its handle, by mouse, pen or finger. A line shows where it will land; Escape cancels. */
export function dragStep(event: PointerEvent, root: ShadowRoot, drop: (to: number) => void): void {
  const handle = event.currentTarget as HTMLElement
  const step = handle.closest<HTMLElement>('.step')
  if (event.button || !step) return
  const end = new AbortController()
  const { signal } = end
  const from = Number(step.dataset['at'])
  const others = [...root.querySelectorAll<HTMLElement>('.step')]
  let to = from

  const unmark = () => {
    for (const one of others) delete one.dataset['drop']
  }
  const look = ({ clientY }: PointerEvent) => {
    if (Math.abs(clientY - event.clientY) < LIFT_PX && !step.dataset['lifted']) return
    step.dataset['lifted'] = ''
    unmark()
    const middles = others.map((one) => one.getBoundingClientRect()).map(({ top, height }) => top + height / 2)
    const gap = middles.filter((middle) => middle < clientY).length
    to = gap > from ? gap - 1 : gap
    const mark = others[to]
    if (mark && to !== from) mark.dataset['drop'] = to > from ? 'after' : 'before'
  }
  const stop = (done: boolean) => {
    end.abort()
    unmark()
    delete step.dataset['lifted']
    if (done && to !== from) drop(to)
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
