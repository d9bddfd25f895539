import { type Issue, KithError } from '../shared/errors.ts'
import type { Session } from './session.ts'

/** A relation may only point to a record that the caller can see; one that is not there and one of others look the same. */
export async function checkRelations(
  session: Session,
  object: string,
  values: Readonly<Record<string, unknown>>,
  base = '',
): Promise<void> {
  const issues: Issue[] = object === 'link' ? await endIssues(session, values) : []
  for (const [field, value] of Object.entries(values)) {
    const to = session.state.model.field(object, field)?.to
    if (to === undefined || value === undefined || value === null) continue
    const ids = Array.isArray(value) ? value : [value]
    // The parser says what is wrong with what is no id.
    if (!ids.every((id) => typeof id === 'string')) continue
    const found = await session.engine.storage.get({ tenant: session.state.tenant }, to, ids)
    const access = session.access.of(to)
    if (found.every((record) => record !== undefined && access.allows('read', record))) continue
    issues.push({ path: `${base}/${field}`, code: 'not-found', message: `There is no such ${to}.` })
  }
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
}

/** The ends of a link are relations whose object stands beside them. */
async function endIssues(session: Session, values: Readonly<Record<string, unknown>>): Promise<Issue[]> {
  const issues: Issue[] = []
  for (const end of ['from', 'to']) {
    const [object, id] = [values[`${end}Object`], values[`${end}Id`]]
    if (object === undefined && id === undefined) continue
    if (!(await isReadable(session, object, id)))
      issues.push({ path: `/${end}Id`, code: 'not-found', message: 'There is no such record.' })
  }
  return issues
}

async function isReadable(session: Session, object: unknown, id: unknown): Promise<boolean> {
  if (typeof object !== 'string' || typeof id !== 'string' || !session.state.model.objects.has(object)) return false
  const [record] = await session.engine.storage.get({ tenant: session.state.tenant }, object, [id])
  return record !== undefined && session.access.of(object).allows('read', record)
}
