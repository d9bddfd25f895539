import * as z from 'zod'
import { checkFilter } from '../../filter/check.ts'
import { compileCondition } from '../../filter/compile.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { compareText } from '../../shared/fold.ts'
import { isAvailable } from '../members.ts'
import type { RuleMember, RuleTerritory } from '../state.ts'
import {
  type ActionKind,
  type ActionResult,
  type ActionStep,
  idSchema,
  type Reviewable,
  reviewShape,
} from './action.ts'

interface Common extends Reviewable {
  readonly do: 'assign-owner'
  /** Also takes the record from an owner that it has. Default false. */
  readonly reassign?: boolean
}

/** Gives the record an owner. */
export type AssignOwner =
  | (Common & { readonly strategy: 'fixed'; readonly owner: string })
  | (Common & {
      /** `round-robin`: the members in turn. `least-loaded`: who has the least to do. */
      readonly strategy: 'round-robin' | 'least-loaded'
      /** Id of the team. */
      readonly team: string
    })
  /** Who looks after the first territory that the record (or its company or contact) lies in; of several who has the least to do. */
  | (Common & { readonly strategy: 'territory' })
  /** The manager of the owner of the record itself, or of a record that it points to. */
  | (Common & { readonly strategy: 'manager'; readonly of?: 'record' | 'contact' | 'company' | 'deal' })

const common = { do: z.literal('assign-owner'), reassign: z.boolean().exactOptional(), ...reviewShape }

/** {@link AssignOwner}. Who is away, not active, or has an expired credential is passed over. */
export const assignOwner: ActionKind<AssignOwner> = {
  name: 'assign-owner',
  schema: z.discriminatedUnion('strategy', [
    z.strictObject({ ...common, strategy: z.literal('fixed'), owner: idSchema }),
    z.strictObject({ ...common, strategy: z.literal('round-robin'), team: idSchema }),
    z.strictObject({ ...common, strategy: z.literal('least-loaded'), team: idSchema }),
    z.strictObject({ ...common, strategy: z.literal('territory') }),
    z.strictObject({
      ...common,
      strategy: z.literal('manager'),
      of: z.enum(['record', 'contact', 'company', 'deal']).exactOptional(),
    }),
  ]),
  weight: () => 'routine',
  plan(action, step) {
    if (step.record['ownerId'] !== undefined && action.reassign !== true) return { skipped: 'has-owner' }
    switch (action.strategy) {
      case 'fixed':
        return toOne(step.state.users?.[action.owner] ?? { id: action.owner }, step)
      case 'territory':
        return toOne(leastLoaded(ofTerritory(step), step), step)
      case 'manager':
        return toOne(managerOf(action.of ?? 'record', step), step)
      case 'least-loaded':
        return toOne(leastLoaded(available(action.team, step), step), step, action.team)
      case 'round-robin':
        return inTurn(action.team, step)
    }
  },
  needs(action) {
    if (action.strategy === 'fixed') return { users: [action.owner] }
    if (action.strategy === 'territory') return { territories: true, load: true }
    if (action.strategy === 'manager') return { owner: true }
    return { teams: [action.team], load: action.strategy === 'least-loaded' }
  },
  describe(action, { say, name }) {
    const first = action.reassign === true ? '' : say('ifNobody', {})
    if (action.strategy === 'fixed') return `${say('assignFixed', { user: name('user', action.owner) })}${first}`
    if (action.strategy === 'territory') return `${say('assignTerritory', {})}${first}`
    if (action.strategy === 'manager') return `${say(`assignManager_${action.of ?? 'record'}`, {})}${first}`
    const key = action.strategy === 'round-robin' ? 'assignInTurn' : 'assignLeastLoaded'
    return `${say(key, { team: name('team', action.team) })}${first}`
  },
}

function available(team: string, { state, context }: ActionStep): readonly RuleMember[] {
  const members = state.teams?.[team]?.members ?? []
  return members.filter((member) => isAvailable(member, context)).sort((a, b) => compareText(a.id, b.id))
}

function inTurn(team: string, step: ActionStep): ActionResult {
  const members = available(team, step)
  const assigned = toOne(members[(step.state.teams?.[team]?.rotation ?? 0) % members.length], step, team)
  if (!('commands' in assigned)) return assigned
  const turn = { operation: 'add', object: 'team', id: team, field: 'rotation', by: 1 } as const
  return { ...assigned, commands: [...assigned.commands, turn] }
}

function leastLoaded(members: readonly RuleMember[], { state }: ActionStep): RuleMember | undefined {
  const loadOf = (member: RuleMember) => state.load?.[member.id] ?? 0
  return members.reduce<RuleMember | undefined>(
    (least, member) => (least && loadOf(least) <= loadOf(member) ? least : member),
    undefined,
  )
}

function managerOf(of: 'record' | 'contact' | 'company' | 'deal', step: ActionStep): RuleMember | undefined {
  const { record, state } = step
  const from = of === 'record' ? record : state.lookup?.get(of, String(record[`${of}Id`]))
  const manager = state.users?.[String(from?.['ownerId'])]?.managerId
  return manager === undefined ? undefined : (state.users?.[manager] ?? { id: manager })
}

function ofTerritory(step: ActionStep): readonly RuleMember[] {
  const { object, record, state, context } = step
  const related = (['company', 'contact'] as const).flatMap((to) => {
    const id = record[`${to}Id`]
    const found = typeof id === 'string' ? state.lookup?.get(to, id) : undefined
    return found ? [[to, found] as const] : []
  })
  const places = [[object, record] as const, ...related]
  const found = state.territories?.find((territory) => places.some((place) => liesIn(territory, ...place, step)))
  const users = found?.users.filter((user) => isAvailable(user, context)) ?? []
  return users.sort((a, b) => compareText(a.id, b.id))
}

/** A territory's condition is about one object; for records of another it says nothing. */
function liesIn(
  { where }: RuleTerritory,
  object: string,
  record: StoredRecord,
  { state, context }: ActionStep,
): boolean {
  if (where === undefined) return false
  const { model, now, zone } = context
  try {
    return compileCondition(checkFilter(model, object, where, { now, zone }))(record, state.lookup)
  } catch (error) {
    if (isKithError(error, 'INVALID_FILTER')) return false
    throw error
  }
}

function toOne(user: RuleMember | undefined, step: ActionStep, teamId?: string): ActionResult {
  if (!user || !isAvailable(user, step.context)) return { skipped: 'nobody-available' }
  const { object, record } = step
  if (record['ownerId'] === user.id) return { skipped: 'no-change' }
  const input = { ownerId: user.id, ...(teamId === undefined ? {} : { teamId }) }
  return { commands: [{ operation: 'assign', object, id: record.id, input }], set: input }
}
