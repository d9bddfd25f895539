import type { PipelineState } from '../../domain/pipeline/pipeline.operations.ts'
import { checkFilter } from '../../filter/check.ts'
import type { UncheckedFilter } from '../../filter/types.ts'
import { needsOf } from '../../rules/evaluate.ts'
import { createWorld, type World } from '../../rules/simulate/world.ts'
import type { Rule, RuleMember, RuleState, RuleTeam, RuleTerritory } from '../../rules/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { load, loadAll } from '../operations.ts'
import type { Session } from '../session.ts'

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
  const lookup = known ?? (await readAround(session, object, record, rules))
  const teams: Record<string, RuleTeam> = {}
  for (const id of needs.teams) teams[id] = await readTeam(session, id)
  const territories = needs.territories ? await readTerritories(session) : []
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

/** Whether something in these conditions goes through links: those are looked for only then. */
const asksForLinks = (conditions: unknown) => /"(some|none|every)":/.test(JSON.stringify(conditions))

/**
 * The record, what it points to, what that points to, and what it is linked with: what conditions over relations look at.
 *
 * @param conditions What will be asked; links are read only where it asks for them. Default: they are read
 */
export async function readAround(
  session: Session,
  object: string,
  record: StoredRecord,
  conditions?: unknown,
): Promise<World> {
  const world = createWorld({ [object]: [record] })
  for (const related of await putRelated(session, world, object, record))
    await putRelated(session, world, related.object, related.record)
  if (conditions === undefined || asksForLinks(conditions)) await putLinked(session, world, object, record.id)
  return world
}

async function putRelated(session: Session, world: World, object: string, record: StoredRecord) {
  const found: { readonly object: string; readonly record: StoredRecord }[] = []
  for (const [field, { to, type }] of Object.entries(session.state.model.fields(object))) {
    if (type !== 'relation' || to === undefined || field === 'id' || world.get(to, String(record[field]))) continue
    const related = await load(session, to, record[field])
    if (!related) continue
    world.put(to, related)
    found.push({ object: to, record: related })
  }
  return found
}

/** Puts the links of a record into a world, with the records at their other ends. */
export async function putLinked(session: Session, world: World, object: string, id: string): Promise<void> {
  const links = await loadAll(session, 'link', {
    or: [
      { fromObject: object, fromId: id },
      { toObject: object, toId: id },
    ],
  })
  for (const link of links) {
    world.put('link', link)
    for (const end of ['from', 'to']) {
      const [of, other] = [String(link[`${end}Object`]), String(link[`${end}Id`])]
      if (world.get(of, other) || !session.state.model.objects.has(of)) continue
      const record = await load(session, of, other)
      if (record) world.put(of, record)
    }
  }
}

async function readTeam(session: Session, id: string): Promise<RuleTeam> {
  const team = await load(session, 'team', id)
  const members = await loadAll<User>(session, 'user', { teamIds: id })
  return { rotation: Number(team?.['rotation'] ?? 0), members }
}

async function readTerritories(session: Session): Promise<readonly RuleTerritory[]> {
  const territories: RuleTerritory[] = []
  for (const territory of await loadAll(session, 'territory', {})) {
    const ids = (territory['userIds'] ?? []) as readonly string[]
    const users = Object.values(await readUsers(session, ids, false))
    territories.push({ id: territory.id, where: territory['where'] as RuleTerritory['where'], users })
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
