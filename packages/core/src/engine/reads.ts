import { checkFilter } from '../filter/check.ts'
import { cursorsOf } from '../filter/cursor.ts'
import { checkSort, keysetOf } from '../filter/sort.ts'
import type { Condition, FilterContext, SlotRef } from '../filter/types.ts'
import type { ListQuery, Page, TotalsQuery, TotalsRow } from '../ports/crm-api.ts'
import type { AggregateRow, Storage } from '../ports/storage.ts'
import type { StoredRecord } from '../schema/record.ts'
import { isSearchable, slotRef } from '../schema/slots.ts'
import { jsonPointer } from '../shared/canonical-json.ts'
import { KithError } from '../shared/errors.ts'
import { words } from '../shared/fold.ts'
import { type Access, maskRecords, type ObjectAccess, requireAction } from './access.ts'
import { readableOnly } from './guard.ts'
import type { TenantState } from './tenant-state.ts'

/** What a read needs to know of who asks. */
export interface ReadContext {
  readonly storage: Storage
  readonly state: TenantState
  readonly access: Access
  readonly filter: FilterContext
}

const DEFAULT_LIMIT = 50
/** 200 sellers in 20 stages and 5 currencies; as JSON some 3 MB. */
const MAX_GROUPS = 20_000
const MAX_LIMIT = 200

/** @throws KithError `INVALID_INPUT` outside of 1 to 200 */
export function checkLimit(limit: number | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit
  const message = `Ask for 1 to ${MAX_LIMIT} records at a time.`
  throw new KithError('INVALID_INPUT', {
    issues: [{ path: '/limit', code: 'out-of-range', message, params: { minimum: 1, maximum: MAX_LIMIT } }],
  })
}

/** Parameters of reads that give their results by pages and take nothing else. */
export const PAGE_PARAMETERS = ['limit', 'cursor']
const LIST_PARAMETERS = ['where', 'sort', 'limit', 'cursor', 'search', 'deleted']
const TOTALS_PARAMETERS = ['where', 'groupBy', 'sum']

/** So that a spelling mistake is never silently an unfiltered list. @throws KithError `INVALID_INPUT` */
export function checkParameters(query: object, parameters: readonly string[]): void {
  const issues = Object.keys(query)
    .filter((name) => !parameters.includes(name))
    .map((name) => ({
      path: jsonPointer([name]),
      code: 'unknown-parameter',
      message: `There is no such parameter. It takes: ${parameters.join(', ')}.`,
    }))
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
}

/** A page of the records that the caller may see, masked. */
export async function listRecords(object: string, query: ListQuery, context: ReadContext): Promise<Page<StoredRecord>> {
  checkParameters(query, LIST_PARAMETERS)
  const access = requireAction(context.access, object, 'read')
  const { model, tenant } = context.state
  const allow = (_: string, field: string) => access.canSee(field)
  const sort = checkSort(model, object, query.sort, allow)
  const limit = checkLimit(query.limit)
  const where = visible(object, query.where, access, context, query.deleted === true)
  const cursors = cursorsOf({
    object,
    sort: query.sort ?? '',
    where: query.where ?? {},
    search: query.search ?? '',
    deleted: query.deleted === true,
  })
  const after = query.cursor === undefined ? undefined : cursors.decode(query.cursor, sort)
  const search = query.search === undefined ? [] : searchedWords(object, query.search, access, context)
  const found = await context.storage.find({ tenant }, object, {
    where,
    sort,
    limit: limit + 1,
    ...(after ? { after } : {}),
    ...(search.length > 0 ? { search } : {}),
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const page = { items: maskRecords(items, access) }
  return found.length > limit && last ? { ...page, nextCursor: cursors.encode(keysetOf(last, sort)) } : page
}

/** The records that answer a search best, of those that the caller may see, masked. Without a word: none. */
export async function bestRecords(
  object: string,
  text: string,
  limit: number,
  context: ReadContext,
): Promise<readonly StoredRecord[]> {
  const access = requireAction(context.access, object, 'read')
  const { model, tenant } = context.state
  const search = searchedWords(object, text, access, context)
  if (search.length === 0) return []
  const sort = checkSort(model, object)
  const where = visible(object, undefined, access, context, false)
  const found = await context.storage.find({ tenant }, object, { where, sort, limit, search, ranked: true })
  return maskRecords(found, access)
}

/** Words that one search may ask for: each is a walk through the index. */
const MAX_WORDS = 16

function searchedWords(object: string, text: string, access: ObjectAccess, context: ReadContext): readonly string[] {
  if (!canSearch(object, access, context)) throw refused('/search', 'This cannot be searched: some of it is not yours.')
  const wanted = words(text)
  if (wanted.length > MAX_WORDS) throw refused('/search', `Search for at most ${MAX_WORDS} words.`)
  return wanted
}

/** The index of an object does not know from which field a word is: with a masked one among them it tells too much. */
export function canSearch(object: string, access: ObjectAccess, { state }: ReadContext): boolean {
  return [...access.masked].every((id) => {
    const field = state.model.field(object, id)
    return !field || !(field.custom || isSearchable(field))
  })
}

function visible(
  object: string,
  where: ListQuery['where'],
  access: ObjectAccess,
  context: ReadContext,
  deleted: boolean,
): Condition {
  const gone: Condition = { op: 'empty', field: 'deletedAt' }
  const parts: Condition[] = [access.condition('read'), deleted ? { op: 'not', of: gone } : gone]
  if (where !== undefined) {
    const allow = (of: string, field: string) => {
      const reachable = of === object ? access : context.access.of(of)
      return reachable.actions.has('read') && reachable.canSee(field)
    }
    const asked = checkFilter(context.state.model, object, where, context.filter, { allow })
    parts.push(readableOnly(asked, context.access))
  }
  const open = parts.filter((part) => part.op !== 'true')
  return open.length === 1 ? (open[0] as Condition) : { op: 'and', of: open }
}

/** The record as the caller may see it, unmasked; for operations. @throws KithError `NOT_FOUND` */
export async function readRecord(
  object: string,
  id: string,
  action: 'read' | 'update' | 'delete',
  context: ReadContext,
): Promise<StoredRecord> {
  const access = requireAction(context.access, object, 'read')
  const [record] = await context.storage.get({ tenant: context.state.tenant }, object, [id])
  if (!record || !access.allows('read', record)) throw new KithError('NOT_FOUND')
  if (action !== 'read') {
    requireAction(context.access, object, action)
    if (!access.allows(action, record)) throw new KithError('FORBIDDEN', { action, object })
  }
  return record
}

/** Counts and sums by group over the records that the caller may see. */
export async function totalRecords(
  object: string,
  query: TotalsQuery,
  context: ReadContext,
): Promise<readonly TotalsRow[]> {
  checkParameters(query, TOTALS_PARAMETERS)
  const access = requireAction(context.access, object, 'read')
  const groupBy = (query.groupBy ?? []).map((path, index) =>
    totalsRef(object, path, `/groupBy/${index}`, access, context),
  )
  const sums = (query.sum ?? []).map((path, index) => totalsRef(object, path, `/sum/${index}`, access, context))
  if (groupBy.length > 3 || sums.length > 10)
    throw refused('/groupBy', 'Group by at most three fields and add up at most ten.')
  const rows = await context.storage.aggregate({ tenant: context.state.tenant }, object, {
    where: visible(object, query.where, access, context, false),
    groupBy,
    measures: [{ fn: 'count' }, ...sums.map((ref) => ({ fn: 'sum' as const, ref }))],
    limit: MAX_GROUPS + 1,
  })
  if (rows.length > MAX_GROUPS) throw new KithError('TOO_MANY_GROUPS', { maximum: MAX_GROUPS })
  return rows.map(totalsRow)
}

function totalsRow(row: AggregateRow): TotalsRow {
  const [count, ...sums] = row.values
  return { keys: row.keys.map((key) => key ?? null), count: Number(count), sums: sums.map(Number) }
}

function totalsRef(object: string, path: string, pointer: string, access: ObjectAccess, context: ReadContext): SlotRef {
  const [field = '', slot] = path.split('.')
  const ref = access.canSee(field) ? slotRef(context.state.model, object, field, slot) : undefined
  if (!ref) throw refused(pointer, `"${path}" is not a field that can be grouped or added up.`)
  return ref
}

function refused(path: string, message: string): KithError {
  return new KithError('INVALID_INPUT', { issues: [{ path, code: 'not-allowed', message }] })
}
