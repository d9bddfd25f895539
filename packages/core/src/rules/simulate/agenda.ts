/** What is due when; the earliest first, of equals the one that was put first. */
export interface Agenda<Item> {
  /** Puts an item, in place of one with the same key. */
  put(key: string, dueAt: string, item: Item): void
  drop(key: string): void
  /** Takes the earliest that is due by an instant. */
  take(until: string): { readonly dueAt: string; readonly item: Item } | undefined
}

interface Entry<Item> {
  readonly key: string
  readonly dueAt: string
  readonly order: number
  readonly item: Item
}

/** An agenda on a binary heap; what was replaced is passed over when it comes up. */
export function createAgenda<Item>(): Agenda<Item> {
  const heap: Entry<Item>[] = []
  const current = new Map<string, number>()
  let orders = 0
  const before = (a: Entry<Item>, b: Entry<Item>) => a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order)
  return {
    put(key, dueAt, item) {
      const order = ++orders
      current.set(key, order)
      heap.push({ key, dueAt, order, item })
      rise(heap, before)
    },
    drop: (key) => void current.delete(key),
    take(until) {
      for (let top = heap[0]; top && top.dueAt <= until; top = heap[0]) {
        sink(heap, before)
        if (current.get(top.key) !== top.order) continue
        current.delete(top.key)
        return { dueAt: top.dueAt, item: top.item }
      }
      return undefined
    },
  }
}

type Before<Of> = (a: Of, b: Of) => boolean

function rise<Of>(heap: Of[], before: Before<Of>): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1
    if (!before(heap[at] as Of, heap[parent] as Of)) return
    swap(heap, at, parent)
    at = parent
  }
}

/** Takes the top away. */
function sink<Of>(heap: Of[], before: Before<Of>): void {
  const last = heap.pop() as Of
  if (heap.length === 0) return
  heap[0] = last
  for (let at = 0; ; ) {
    let least = at
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && before(heap[child] as Of, heap[least] as Of)) least = child
    if (least === at) return
    swap(heap, at, least)
    at = least
  }
}

function swap<Of>(heap: Of[], a: number, b: number): void {
  const kept = heap[a] as Of
  heap[a] = heap[b] as Of
  heap[b] = kept
}
