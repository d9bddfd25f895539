import type { StoredRecord } from '../../schema/record.ts'
import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { parseInput } from '../inputs.ts'
import { event, NOTHING, updateIfNeeded } from '../plan.ts'
import type { OperationContext, Plan } from '../types.ts'
import type { User } from '../user/user.schema.ts'
import { type AssignInput, assignInput } from './ownership.inputs.ts'

/** What {@link assign} reads. */
export interface AssignState {
  readonly object: string
  readonly record: StoredRecord
  /** The user of `input.ownerId`. */
  readonly owner?: User | undefined
}

/**
 * Gives a record to somebody, or to nobody. The same owner and team as before is no change.
 *
 * @throws KithError `INVALID_INPUT` at `/ownerId` when there is no such active user
 * @example
 * assign({ object: 'lead', record: lead, owner: ida }, { ownerId: 'ida' }, context)
 */
export function assign(state: AssignState, input: AssignInput, _context: OperationContext): Plan {
  const { object, record, owner } = state
  const { ownerId, teamId } = parseInput(assignInput, input)
  if (ownerId !== null && ownerId !== record['ownerId'] && !canOwn(owner, ownerId))
    throw new KithError('INVALID_INPUT', { issues: [issue('/ownerId', 'id')] })
  const set = { ownerId: ownerId ?? undefined, ...(teamId === undefined ? {} : { teamId: teamId ?? undefined }) }
  const writes = updateIfNeeded(object, record, set)
  if (writes.length === 0) return NOTHING
  const data = { from: record['ownerId'], to: ownerId }
  return { writes, events: [event(`${object}.assigned`, object, record.id, data)] }
}

function canOwn(owner: User | undefined, ownerId: string): boolean {
  return owner?.id === ownerId && owner.active !== false && owner.deletedAt === undefined
}
