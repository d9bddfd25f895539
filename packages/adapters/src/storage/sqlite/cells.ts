import type { SQLOutputValue } from 'node:sqlite'
import type { SlotKind, SlotValue } from '@kith/core/storage'

/** A cell as the value of a slot. */
export function slotOf(cell: SQLOutputValue | undefined, kind: SlotKind): SlotValue | undefined {
  if (cell === null || cell === undefined) return undefined
  if (kind === 'text') return cell as string
  return kind === 'boolean' ? Number(cell) === 1 : Number(cell)
}
