import * as z from 'zod'
import { compareText } from '../../shared/fold.ts'
import type { RuleMember } from '../types.ts'
import type { ActionKind, ActionResult, ActionStep } from './action.ts'

/** Gives the record an owner. */
export type AssignOwner =
  | { readonly do: 'assign-owner'; readonly strategy: 'fixed'; readonly owner: string; readonly reassign?: boolean }
  | {
      readonly do: 'assign-owner'
      /** `round-robin`: the members in turn. `least-loaded`: who has the least to do. */
      readonly strategy: 'round-robin' | 'least-loaded'
      /** Id of the team. */
      readonly team: string
      /** Also takes the record from an owner that it has. Default false. */
      readonly reassign?: boolean
    }

const id = z.string().min(1).max(64)
const common = { do: z.literal('assign-owner'), reassign: z.boolean().exactOptional() }

/** {@link AssignOwner}. Members who are away or not active are passed over. */
export const assignOwner: ActionKind<AssignOwner> = {
  name: 'assign-owner',
  schema: z.discriminatedUnion('strategy', [
    z.strictObject({ ...common, strategy: z.literal('fixed'), owner: id }),
    z.strictObject({ ...common, strategy: z.literal('round-robin'), team: id }),
    z.strictObject({ ...common, strategy: z.literal('least-loaded'), team: id }),
  ]),
  plan(action, step) {
    if (step.record['ownerId'] !== undefined && action.reassign !== true) return { skipped: 'has-owner' }
    if (action.strategy === 'fixed') return assignTo(action.owner, undefined, step)
    const team = step.state.teams?.[action.team]
    const members = (team?.members ?? []).filter(isAvailable).sort((a, b) => compareText(a.id, b.id))
    const owner =
      action.strategy === 'round-robin' ? members[(team?.rotation ?? 0) % members.length] : leastLoaded(members, step)
    if (!owner) return { skipped: 'nobody-available' }
    const assigned = assignTo(owner.id, action.team, step)
    if (action.strategy !== 'round-robin' || !('commands' in assigned)) return assigned
    const turn = { operation: 'add', object: 'team', id: action.team, field: 'rotation', by: 1 } as const
    return { ...assigned, commands: [...assigned.commands, turn] }
  },
  team: (action) => (action.strategy === 'fixed' ? undefined : action.team),
  load: (action) => action.strategy === 'least-loaded',
}

const isAvailable = (member: RuleMember) => member.active !== false && member.away !== true

function leastLoaded(members: readonly RuleMember[], { state }: ActionStep): RuleMember | undefined {
  const loadOf = (member: RuleMember) => state.load?.[member.id] ?? 0
  return members.reduce<RuleMember | undefined>(
    (least, member) => (least && loadOf(least) <= loadOf(member) ? least : member),
    undefined,
  )
}

function assignTo(ownerId: string, teamId: string | undefined, { object, record }: ActionStep): ActionResult {
  const input = { ownerId, ...(teamId === undefined ? {} : { teamId }) }
  return { commands: [{ operation: 'assign', object, id: record.id, input }], set: input }
}
