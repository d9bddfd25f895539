import type { UncheckedFilter } from '../filter/types.ts'
import type { Change, Page, TimelineEntry } from '../ports/crm-api.ts'
import { KithError } from '../shared/errors.ts'
import { parseChange } from './change.ts'
import { checkLimit, checkParameters, listRecords, PAGE_PARAMETERS, readRecord } from './reads.ts'
import { maskChange } from './record-api.ts'
import type { Session } from './session.ts'

/** Objects that appear in a timeline, and the field that says when. */
const SOURCES = [
  { kind: 'activity', object: 'activity', at: 'createdAt' },
  { kind: 'message', object: 'message', at: 'createdAt' },
  { kind: 'submission', object: 'submission', at: 'createdAt' },
  { kind: 'consent', object: 'consent', at: 'createdAt' },
] as const

/** Where the next page begins: everything before this instant, and changes before this seq. */
interface Position {
  readonly at?: string
  readonly seq: number
}

/**
 * What happened around a record, newest first: activities, messages, submissions and consents that point to it, and the
 * changes of the record itself. Entries of the same millisecond stay together on one page.
 */
export async function readTimeline(
  object: string,
  id: string,
  query: { readonly limit?: number; readonly cursor?: string },
  session: Session,
): Promise<Page<TimelineEntry>> {
  checkParameters(query, PAGE_PARAMETERS)
  await readRecord(object, id, 'read', session.reads)
  const limit = checkLimit(query.limit)
  const position = parsePosition(query.cursor)
  const lists = await Promise.all([
    ...SOURCES.map((source) => entriesOf(source, object, id, position, limit, session)),
    changesOf(object, id, position, limit, session),
  ])
  const all = lists
    .flatMap((list) => list.entries)
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1))
  const cut = all[limit - 1]
  const items = cut ? all.filter((entry, index) => index < limit || entry.at === cut.at) : all
  if (items.length >= all.length && lists.every((list) => !list.more)) return { items }
  const seqs = items.flatMap((entry) => (entry.change ? [entry.change.seq] : []))
  const next: Position = { at: (items.at(-1) as TimelineEntry).at, seq: seqs.at(-1) ?? position.seq }
  return { items, nextCursor: `${next.at}_${next.seq}` }
}

function parsePosition(cursor: string | undefined): Position {
  if (cursor === undefined) return { seq: 0 }
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/.exec(cursor)
  if (!match) throw new KithError('INVALID_CURSOR')
  return { at: match[1] as string, seq: Number(match[2]) }
}

/** Entries of one source, and whether it may have older ones. */
interface Entries {
  readonly entries: readonly TimelineEntry[]
  readonly more: boolean
}

async function entriesOf(
  source: (typeof SOURCES)[number],
  object: string,
  id: string,
  position: Position,
  limit: number,
  session: Session,
): Promise<Entries> {
  const { model } = session.state
  const of = session.access.of(source.object)
  if (!of.actions.has('read')) return { entries: [], more: false }
  const relations = Object.entries(model.fields(source.object)).filter(
    ([field, definition]) => definition.type === 'relation' && definition.to === object && of.canSee(field),
  )
  if (relations.length === 0) return { entries: [], more: false }
  const about: UncheckedFilter = { or: relations.map(([field]) => ({ [field]: id })) }
  const where = position.at === undefined ? about : { and: [about, { [source.at]: { lt: position.at } }] }
  const page = await listRecords(source.object, { where, sort: `-${source.at}`, limit }, session.reads)
  const entries = page.items.map((record) => ({
    at: String(record[source.at]),
    kind: source.kind,
    object: source.object,
    id: record.id,
    record,
  }))
  return { entries, more: page.nextCursor !== undefined }
}

async function changesOf(
  object: string,
  id: string,
  position: Position,
  limit: number,
  session: Session,
): Promise<Entries> {
  const entries: TimelineEntry[] = []
  for (let after = position.seq; ; ) {
    const query = { after, limit: CHANGES, reverse: true, of: { object, id } }
    const found = await session.engine.storage.changes({ tenant: session.state.tenant }, query)
    for (const sealed of found) {
      const change = maskChange(parseChange(sealed), session)
      if (!tellsSomething(change, session)) continue
      entries.push({ at: change.at, kind: 'change', object, id: `${change.seq}`, change })
      if (entries.length === limit) return { entries, more: true }
    }
    const last = found.at(-1)
    if (!last || found.length < CHANGES) return { entries, more: false }
    after = last.seq
  }
}

/** Changes that are read at a time: many of them may only follow from something else. */
const CHANGES = 200

/** A change of roll-ups and access keys alone follows from something else that is in the timeline. */
function tellsSomething(change: Change, session: Session): boolean {
  const fields = session.state.model.fields(change.object)
  return (
    change.before === null ||
    Object.keys(change.after ?? {}).some((field) => field !== 'access' && fields[field]?.type !== 'rollup')
  )
}
