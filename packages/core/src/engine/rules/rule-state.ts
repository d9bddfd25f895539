import type { PipelineState } from '../../domain/pipeline/pipeline.operations.ts'
import { checkFilter } from '../../filter/check.ts'
import type { UncheckedFilter } from '../../filter/types.ts'
import { needsOf } from '../../rules/evaluate.ts'
import type { World } from '../../rules/simulate/world.ts'
import type { Rule, RuleMember, RuleState, RuleTeam, RuleTerritory } from '../../rules/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { load, loadAll } from '../operations.ts'
import type { Session } from '../session.ts'
import { putFollowed, readAround } from './around.ts'

type User = StoredRecord & RuleMember
type Evaluated = Pick<Rule, 'then' | 'consent'> & Partial<Pick<Rule, 'if'>>

type Consents = NonNullable<RuleState['consents']>

/** What was read for one rule and is there for the next: of those that an event starts, as long as none has fired. */
export interface SharedReads {
  /** By the record that rules look at. */
  readonly consents: Map<string, Consents>
}

/** Reads what some rules need to know to be evaluated for a record. */
export async function readRuleState(
  session: Session,
  rules: readonly Evaluated[],
  object: string,
  record: StoredRecord,
  known?: World,
  shared?: SharedReads,
): Promise<RuleState> {
  const needs = needsOf(rules)
  const lookup =
    known ??
    (await readAround(
      session,
      object,
      record,
      rules.map((rule) => rule.if),
    ))
  const teams: Record<string, RuleTeam> = {}
  for (const id of needs.teams) teams[id] = await readTeam(session, id)
  const territories = needs.territories ? await readTerritories(session, lookup, object, record) : []
  const owners = needs.owner ? ownersAround(lookup, session, object, record) : []
  const users = await readUsers(session, [...needs.users, ...owners], needs.owner)
  const members = [...Object.values(teams).flatMap((team) => team.members), ...territories.flatMap((one) => one.users)]
  return {
    teams,
    users,
    ...(needs.load ? { load: await openWork(session, [...new Set(members.map(({ id }) => id))]) } : {}),
    ...(needs.territories ? { territories } : {}),
    ...(needs.consents ? { consents: await sharedConsents(session, object, record, shared) } : {}),
    ...(needs.pipelines ? { pipelines: await readPipelines(session) } : {}),
    functions: session.engine.functions,
    calendar: session.state.calendar,
    lookup,
  }
}

async function readTeam(session: Session, id: string): Promise<RuleTeam> {
  const team = await load(session, 'team', id)
  const members = await loadAll<User>(session, 'user', { teamIds: id })
  return { rotation: Number(team?.['rotation'] ?? 0), members }
}

/** Territories, with what their conditions look at of the record and of its company and contact. */
async function readTerritories(session: Session, world: World, object: string, record: StoredRecord) {
  const territories: RuleTerritory[] = []
  for (const territory of await loadAll(session, 'territory', {})) {
    const ids = (territory['userIds'] ?? []) as readonly string[]
    const users = Object.values(await readUsers(session, ids, false))
    territories.push({ id: territory.id, where: territory['where'] as RuleTerritory['where'], users })
  }
  const conditions = territories.map(({ where }) => where)
  await putFollowed(session, world, object, record, conditions)
  for (const to of ['company', 'contact']) {
    const related = world.get(to, String(record[`${to}Id`]))
    if (related) await putFollowed(session, world, to, related, conditions)
  }
  return territories
}

function ownersAround(world: World, { state }: Session, object: string, record: StoredRecord): readonly string[] {
  const pointed = Object.entries(state.model.fields(object)).flatMap(([field, { to, type }]) => {
    const related = type === 'relation' && to !== undefined ? world.get(to, String(record[field])) : undefined
    return related ? [related] : []
  })
  return [record, ...pointed].flatMap(({ ownerId }) => (typeof ownerId === 'string' ? [ownerId] : []))
}

async function readUsers(session: Session, ids: readonly string[], managers: boolean) {
  const users: Record<string, User> = {}
  const put = async (id: unknown) => {
    const user = typeof id === 'string' && !users[id] ? await load<User>(session, 'user', id) : undefined
    if (user) users[user.id] = user
  }
  for (const id of ids) await put(id)
  if (managers) for (const { managerId } of Object.values(users)) await put(managerId)
  return users
}

async function sharedConsents(session: Session, object: string, record: StoredRecord, shared?: SharedReads) {
  const key = `${object}:${record.id}:${record.version}`
  const consents = shared?.consents.get(key) ?? (await readConsents(session, object, record))
  shared?.consents.set(key, consents)
  return consents
}

/** What the person that a record is, or is about, agrees to now. */
async function readConsents(session: Session, object: string, record: StoredRecord): Promise<Consents> {
  const contactId = object === 'contact' ? record.id : record['contactId']
  const leadId = object === 'lead' ? record.id : record['leadId']
  const of = [...(contactId === undefined ? [] : [{ contactId }]), ...(leadId === undefined ? [] : [{ leadId }])]
  if (of.length === 0) return []
  return loadAll<Consents[number]>(session, 'consent', { or: of, state: 'given' })
}

/** Pipelines by id. */
export async function readPipelines(session: Session): Promise<Readonly<Record<string, PipelineState>>> {
  const pipelines = await loadAll(session, 'pipeline', {})
  return Object.fromEntries(pipelines.map((one) => [one.id, one as unknown as PipelineState]))
}

async function openWork(session: Session, users: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const work: Record<string, number> = {}
  for (const ownerId of users) {
    const counts = await Promise.all([
      count(session, 'lead', { ownerId, status: { in: ['new', 'working'] } }),
      count(session, 'deal', { ownerId, status: 'open' }),
      count(session, 'activity', { ownerId, status: 'open' }),
    ])
    work[ownerId] = counts.reduce((sum, one) => sum + one, 0)
  }
  return work
}

async function count({ engine, state, reads }: Session, object: string, filter: UncheckedFilter): Promise<number> {
  const where = checkFilter(state.model, object, { and: [filter, { deletedAt: { empty: true } }] }, reads.filter)
  const query = { where, groupBy: [], measures: [{ fn: 'count' }] } as const
  const [row] = await engine.storage.aggregate({ tenant: state.tenant }, object, query)
  return Number(row?.values[0] ?? 0)
}
