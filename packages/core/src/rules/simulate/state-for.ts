import type { Consent } from '../../domain/consent/consent.schema.ts'
import type { PipelineState } from '../../domain/pipeline/pipeline.operations.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { needsOf } from '../evaluate.ts'
import type { RuleMember, RuleState, RuleTeam, RuleTerritory } from '../state.ts'
import type { Rule } from '../types.ts'
import type { Sim } from './sim.ts'
import type { World } from './world.ts'

/** What a rule needs to know, from the world of a simulation. */
export function stateFor(sim: Sim, rule: Rule, object: string, record: StoredRecord): RuleState {
  const { world, input } = sim
  const needs = needsOf([rule])
  const users = [...world.all('user')] as readonly (StoredRecord & RuleMember)[]
  const teams = needs.teams.map((id) => [id, teamOf(world, id, users)] as const)
  const load = needs.load ? { load: Object.fromEntries(users.map(({ id }) => [id, world.load(id)])) } : {}
  return {
    teams: Object.fromEntries(teams),
    users: Object.fromEntries(users.map((user) => [user.id, user])),
    ...load,
    ...(needs.territories ? { territories: territoriesOf(world, users) } : {}),
    ...(needs.consents ? { consents: consentsOf(world, object, record) } : {}),
    pipelines: sim.pipelines(),
    functions: input.functions ?? {},
    calendar: input.calendar,
    lookup: world,
  }
}

function teamOf(world: World, id: string, users: readonly RuleMember[]): RuleTeam {
  const isIn = (user: RuleMember) => (user['teamIds'] as readonly string[] | undefined)?.includes(id) === true
  return { rotation: Number(world.get('team', id)?.['rotation'] ?? 0), members: users.filter(isIn) }
}

function territoriesOf(world: World, users: readonly RuleMember[]): readonly RuleTerritory[] {
  return [...world.all('territory')]
    .filter((territory) => territory['deletedAt'] === undefined)
    .map((territory) => {
      const ids = (territory['userIds'] ?? []) as readonly string[]
      const where = territory['where'] as RuleTerritory['where']
      return { id: territory.id, where, users: users.filter(({ id }) => ids.includes(id)) }
    })
}

/** Consents of the person that a record is, or is about. */
function consentsOf(world: World, object: string, record: StoredRecord): readonly (StoredRecord & Consent)[] {
  const contactId = object === 'contact' ? record.id : record['contactId']
  const leadId = object === 'lead' ? record.id : record['leadId']
  return world.consents({ contactId, leadId }) as readonly (StoredRecord & Consent)[]
}

/** The pipelines of a world by id. */
export function pipelinesOf(world: World): Readonly<Record<string, PipelineState>> {
  return Object.fromEntries([...world.all('pipeline')].map((one) => [one.id, one as unknown as PipelineState]))
}
