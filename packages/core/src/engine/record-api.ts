import { countryOf } from '../domain/inputs.ts'
import type { Plan } from '../domain/types.ts'
import type { Change, CrmApi, ListQuery, Page, Scope, WriteOptions } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { createRecordParser } from '../schema/record-parser.ts'
import { KithError } from '../shared/errors.ts'
import { refuseMasked, requireAction } from './access.ts'
import { withActivityRollups } from './activity-rollups.ts'
import { parseChange } from './change.ts'
import { sameValue } from './change-draft.ts'
import { CREATORS } from './operation-api.ts'
import {
  bestRecords,
  canSearch,
  checkLimit,
  checkParameters,
  listRecords,
  PAGE_PARAMETERS,
  readRecord,
  totalRecords,
} from './reads.ts'
import { checkRelations } from './relations.ts'
import { type Engine, openSession, readForWrite, type Session, show, write } from './session.ts'

type Values = Readonly<Record<string, unknown>>
type RecordApi = Pick<
  CrmApi,
  'list' | 'get' | 'create' | 'update' | 'remove' | 'restore' | 'totals' | 'search' | 'history'
>

/** The calls that are the same for every object. */
export function createRecordApi(engine: Engine, scope: Scope): RecordApi {
  const open = () => openSession(engine, scope)
  return {
    list: async (object, query = {}) => listRecords(object, query, (await open()).reads),
    totals: async (object, query = {}) => totalRecords(object, query, (await open()).reads),
    async get(object, id) {
      const session = await open()
      return show(session, object, await readRecord(object, id, 'read', session.reads))
    },
    create: async (object, values, options = {}) => createRecord(await open(), object, values, options),
    update: async (object, id, values, options = {}) => updateRecord(await open(), object, id, values, options),
    remove: async (object, id, options = {}) => setDeleted(await open(), object, id, true, options),
    restore: async (object, id, options = {}) => setDeleted(await open(), object, id, false, options),
    search: async (text, options = {}) => search(await open(), text, options),
    history: async (object, id, query = {}) => history(await open(), object, id, query),
  }
}

async function createRecord(
  session: Session,
  object: string,
  values: Values,
  options: WriteOptions,
): Promise<StoredRecord> {
  const access = requireAction(session.access, object, 'create')
  refuseOperationsOnly(session, object, 'create')
  refuseMasked(values, access)
  const creator = CREATORS[object]
  if (creator) return creator(session, values, options)
  const parsed = parser(session, object).parseCreate(values)
  await checkRelations(session, object, parsed)
  const { records } = await write(session, {
    cause: 'create',
    args: { object, values },
    options,
    plan: async ({ newId }) => {
      const id = newId()
      return {
        plan: { writes: [{ kind: 'create', object, record: { ...parsed, id } }], events: [] },
        result: { record: { object, id } },
      }
    },
  })
  return show(session, object, records['record'])
}

async function updateRecord(
  session: Session,
  object: string,
  id: string,
  values: Values,
  options: WriteOptions,
): Promise<StoredRecord> {
  const access = requireAction(session.access, object, 'update')
  refuseOperationsOnly(session, object, 'update')
  refuseMasked(values, access)
  if (session.scope.actor.kind === 'user' && options.ifVersion === undefined) {
    await readRecord(object, id, 'update', session.reads)
    throw new KithError('VERSION_REQUIRED')
  }
  const parse = async (before: StoredRecord) => {
    const set = parser(session, object).parseUpdate(values, { before })
    await checkRelations(session, object, changedOf(set, before))
    return set
  }
  return updateWith(session, object, id, parse, { cause: 'update', args: { object, id, values }, options })
}

/** What a caller sends along as it was needs no right to what it points at. */
function changedOf(set: Values, before: StoredRecord): Values {
  return Object.fromEntries(Object.entries(set).filter(([field, value]) => !sameValue(value, before[field])))
}

function parser(session: Session, object: string) {
  return createRecordParser(session.state.model, object, countryOf(session.state))
}

async function updateWith(
  session: Session,
  object: string,
  id: string,
  setFor: (before: StoredRecord) => Promise<Values>,
  call: { cause: string; args: unknown; options: WriteOptions },
): Promise<StoredRecord> {
  const action = call.cause === 'update' ? 'update' : 'delete'
  const { records } = await write(session, {
    ...call,
    // Roll-ups are written beside an activity: somebody else's write of a parent is no conflict of this one.
    planAgain: session.scope.actor.kind !== 'user' || object === 'activity',
    plan: async () => {
      const before = await readForWrite(session, object, id, call.options, action)
      const set = await setFor(before)
      const plan: Plan = { writes: [{ kind: 'update', object, before, set }], events: [] }
      return { plan: await withActivityRollups(session, plan), result: { record: { object, id } } }
    },
  })
  return show(session, object, records['record'])
}

async function setDeleted(
  session: Session,
  object: string,
  id: string,
  deleted: boolean,
  options: WriteOptions,
): Promise<StoredRecord> {
  requireAction(session.access, object, 'delete')
  refuseOperationsOnly(session, object, 'delete')
  const now = session.engine.clock.now()
  const setFor = async (before: StoredRecord) => ({ deletedAt: deleted ? (before['deletedAt'] ?? now) : undefined })
  return updateWith(session, object, id, setFor, {
    cause: deleted ? 'remove' : 'restore',
    args: { object, id, deleted },
    options,
  })
}

/** A person goes through the operation that keeps the rules of such an object; the app's own services may write it. */
function refuseOperationsOnly(session: Session, object: string, action: string): void {
  const trusted = session.scope.actor.kind === 'service'
  if (session.state.model.object(object).operationsOnly && !trusted)
    throw new KithError('FORBIDDEN', { action, object })
}

const SEARCH_PARAMETERS = ['objects', 'limit']

async function search(
  session: Session,
  text: string,
  options: { readonly objects?: readonly string[]; readonly limit?: number },
) {
  checkParameters(options, SEARCH_PARAMETERS)
  const limit = checkLimit(options.limit ?? 5)
  const readable = [...session.state.model.objects.keys()].filter((name) => {
    const access = session.access.of(name)
    return access.actions.has('read') && canSearch(name, access, session.reads)
  })
  const asked = options.objects
  const objects = readable.filter((name) =>
    asked ? asked.includes(name) : !session.state.model.object(name).operationsOnly,
  )
  if (text.trim() === '') return []
  const best = await Promise.all(objects.map((object) => bestRecords(object, text, limit, session.reads)))
  return best.flatMap((records, at) => records.map((record) => ({ object: objects[at] as string, record })))
}

async function history(
  session: Session,
  object: string,
  id: string,
  query: Pick<ListQuery, 'limit' | 'cursor'>,
): Promise<Page<Change>> {
  checkParameters(query, PAGE_PARAMETERS)
  await readRecord(object, id, 'read', session.reads)
  const limit = checkLimit(query.limit)
  const after = query.cursor === undefined ? 0 : Number(query.cursor)
  if (!Number.isSafeInteger(after) || after < 0) throw new KithError('INVALID_CURSOR')
  const found = await session.engine.storage.changes(
    { tenant: session.state.tenant },
    { after, limit: limit + 1, reverse: true, of: { object, id } },
  )
  const items = found.slice(0, limit).map((sealed) => maskChange(parseChange(sealed), session))
  const last = items.at(-1)
  return found.length > limit && last ? { items, nextCursor: String(last.seq) } : { items }
}

/** A change without the fields that are masked for this scope. */
export function maskChange(change: Change, session: Session): Change {
  const { masked } = session.access.of(change.object)
  if (masked.size === 0) return change
  const keep = (values: Change['before']) =>
    values && Object.fromEntries(Object.entries(values).filter(([field]) => !masked.has(field)))
  return { ...change, before: keep(change.before), after: keep(change.after) }
}
