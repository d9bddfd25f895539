import type { Change, Page } from '../ports/crm-api.ts'
import type { SealedChange } from '../ports/storage.ts'
import { KithError } from '../shared/errors.ts'
import { parseChange } from './change.ts'
import { checkLimit, checkParameters, PAGE_PARAMETERS } from './reads.ts'
import { maskChange } from './record-api.ts'
import type { Session } from './session.ts'

/** Entries that are read at a time, and at most for one page: who may see little gets shorter pages, not slower ones. */
const PAGE = 200
const MOST = 2_000

/** The log of all records that the scope may read, newest first, without masked fields. Of what was removed for good nothing is told. */
export async function readLog(
  query: { readonly limit?: number; readonly cursor?: string },
  session: Session,
): Promise<Page<Change>> {
  checkParameters(query, PAGE_PARAMETERS)
  const limit = checkLimit(query.limit)
  let after = query.cursor === undefined ? 0 : Number(query.cursor)
  if (!Number.isSafeInteger(after) || after < 0) throw new KithError('INVALID_CURSOR')
  const items: Change[] = []
  for (let read = 0; read < MOST; read += PAGE) {
    const scope = { tenant: session.state.tenant }
    const found = await session.engine.storage.changes(scope, { after, limit: PAGE, reverse: true })
    const readable = await readableOf(found, session)
    for (const sealed of found) {
      if (!readable.has(keyOf(sealed))) continue
      items.push(maskChange(parseChange(sealed), session))
      if (items.length === limit) return { items, nextCursor: String(sealed.seq) }
    }
    const last = found.at(-1)
    if (!last || found.length < PAGE) return { items }
    after = last.seq
  }
  return { items, nextCursor: String(after) }
}

const keyOf = ({ object, id }: SealedChange) => `${object}:${id}`

/** Which of the records that changes are about the scope may read, also those in the recycle bin. */
async function readableOf(changes: readonly SealedChange[], session: Session): Promise<ReadonlySet<string>> {
  const { engine, state, access } = session
  const readable = new Set<string>()
  for (const [object, of] of Map.groupBy(changes, (change) => change.object)) {
    const may = state.model.objects.has(object) ? access.of(object) : undefined
    if (!may?.actions.has('read')) continue
    const ids = [...new Set(of.map(({ id }) => id))]
    for (const record of await engine.storage.get({ tenant: state.tenant }, object, ids))
      if (record && may.allows('read', record)) readable.add(`${object}:${record.id}`)
  }
  return readable
}
