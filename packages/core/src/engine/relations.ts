import { type Issue, KithError } from '../shared/errors.ts'
import type { Session } from './session.ts'

/** A relation may only point to a record that the caller can see; one that is not there and one of others look the same. */
export async function checkRelations(
  session: Session,
  object: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const issues: Issue[] = []
  for (const [field, value] of Object.entries(values)) {
    const to = session.state.model.field(object, field)?.to
    if (to === undefined || value === undefined || value === null) continue
    const ids = (Array.isArray(value) ? value : [value]) as readonly string[]
    const found = await session.engine.storage.get({ tenant: session.state.tenant }, to, ids)
    const access = session.access.of(to)
    if (found.every((record) => record !== undefined && access.allows('read', record))) continue
    issues.push({ path: `/${field}`, code: 'not-found', message: `There is no such ${to}.` })
  }
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
}
