import type { SlotKind, SlotValue } from '@kith/core/storage'
import type { Cell } from './driver.ts'

/** A cell as the value of a slot. */
export function slotOf(cell: Cell | undefined, kind: SlotKind): SlotValue | undefined {
  if (cell === null || cell === undefined) return undefined
  if (kind === 'text') return cell as string
  return kind === 'boolean' ? Number(cell) === 1 : Number(cell)
}
