import * as z from 'zod'
import type { Scope } from '../ports/crm-api.ts'
import { toIssues } from '../schema/zod-issues.ts'
import { KithError } from '../shared/errors.ts'

const names = z.array(z.string())
const scopeSchema = z.object({
  tenant: z.string().min(1),
  actor: z.object({ kind: z.enum(['user', 'visitor', 'customer', 'service', 'rule']), id: z.string().min(1) }),
  roles: names,
  teams: names.optional(),
})

/** Who asks decides what is shown, so a scope that a host has put together wrongly is refused. @throws KithError `INVALID_INPUT` */
export function checkScope(scope: Scope): Scope {
  const read = scopeSchema.safeParse(scope)
  if (!read.success) throw new KithError('INVALID_INPUT', { issues: toIssues(read.error.issues, [], scope) })
  return scope
}
