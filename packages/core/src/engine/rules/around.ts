import { checkFilter } from '../../filter/check.ts'
import { parseFilter } from '../../filter/parse.ts'
import type { FilterNode } from '../../filter/tree.ts'
import type { UncheckedFilter } from '../../filter/types.ts'
import { createWorld, type World } from '../../rules/simulate/world.ts'
import type { Model } from '../../schema/model.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { isKithError } from '../../shared/errors.ts'
import { load } from '../operations.ts'
import { createBreather } from '../platform.ts'
import type { Session } from '../session.ts'
import { eachRecord } from './pages.ts'

type Conditions = readonly (UncheckedFilter | undefined)[]

/**
 * The record, what it points to, what that points to, and whatever more some conditions over relations and links look at,
 * however far they go.
 */
export async function readAround(
  session: Session,
  object: string,
  record: StoredRecord,
  conditions: Conditions,
): Promise<World> {
  const world = createWorld({ [object]: [record] })
  for (const related of await putRelated(session, world, object, record))
    await putRelated(session, world, related.object, related.record)
  await putFollowed(session, world, object, record, conditions)
  return world
}

async function putRelated(session: Session, world: World, object: string, record: StoredRecord) {
  const found: { readonly object: string; readonly record: StoredRecord }[] = []
  for (const [field, { to, type }] of Object.entries(session.state.model.fields(object))) {
    if (type !== 'relation' || to === undefined || field === 'id' || world.get(to, String(record[field]))) continue
    const related = await reach(session, world, to, record[field])
    if (related) found.push({ object: to, record: related })
  }
  return found
}

async function reach(session: Session, world: World, object: string, id: unknown): Promise<StoredRecord | undefined> {
  const known = typeof id === 'string' ? world.get(object, id) : undefined
  const record = known ?? (await load(session, object, id))
  if (record && !known) world.put(object, record)
  return record
}

/** Puts what conditions on a record look at beside it into a world. */
export async function putFollowed(
  session: Session,
  world: World,
  object: string,
  record: StoredRecord,
  conditions: Conditions,
): Promise<void> {
  const breathe = createBreather()
  for (const condition of conditions) {
    const node = condition && leadingNode(session.state.model, object, condition)
    if (node) await follow(session, world, node, record)
    await breathe()
  }
}

async function follow(session: Session, world: World, node: FilterNode, record: StoredRecord): Promise<void> {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const part of node.of) await follow(session, world, part, record)
      return
    case 'not':
      return follow(session, world, node.of, record)
    case 'related': {
      const other = await reach(session, world, node.to, record[node.subject.field])
      return other && follow(session, world, node.of, other)
    }
    case 'linked': {
      const { object, definition } = node.subject
      await putLinked(session, world, object, record.id)
      for (const other of world.linked(object, record.id, definition.to ?? '', definition.role))
        await follow(session, world, node.of, other)
      return
    }
    default:
  }
}

type Nodes = WeakMap<UncheckedFilter, FilterNode | 'nowhere'>
/** By model and object: the same condition may be asked of several. */
const known = new WeakMap<Model, Map<string, Nodes>>()

/** A condition that was read, where it leads to other records. One that does not fit the model leads nowhere. */
function leadingNode(model: Model, object: string, condition: UncheckedFilter): FilterNode | undefined {
  const objects = known.get(model) ?? new Map<string, Nodes>()
  known.set(model, objects)
  const nodes = objects.get(object) ?? new WeakMap()
  objects.set(object, nodes)
  const node = nodes.get(condition) ?? readNode(model, object, condition) ?? 'nowhere'
  nodes.set(condition, node)
  return node === 'nowhere' ? undefined : node
}

function readNode(model: Model, object: string, condition: UncheckedFilter): FilterNode | undefined {
  try {
    const node = parseFilter(model, object, condition, { before: true })
    return leads(node) ? node : undefined
  } catch (error) {
    if (isKithError(error, 'INVALID_FILTER')) return undefined
    throw error
  }
}

function leads(node: FilterNode): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.of.some(leads)
  return node.kind === 'not' ? leads(node.of) : node.kind === 'related' || node.kind === 'linked'
}

/** Puts the links of a record into a world, with the records at their other ends. */
export async function putLinked(session: Session, world: World, object: string, id: string): Promise<void> {
  const ends = [
    { fromObject: object, fromId: id },
    { toObject: object, toId: id },
  ]
  const where = { or: ends, deletedAt: { empty: true } }
  const { model } = session.state
  for await (const link of eachRecord(session, 'link', checkFilter(model, 'link', where, session.reads.filter))) {
    world.put('link', link)
    for (const end of ['from', 'to']) {
      const of = String(link[`${end}Object`])
      if (model.objects.has(of)) await reach(session, world, of, link[`${end}Id`])
    }
  }
}
