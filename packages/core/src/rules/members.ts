import type { Model } from '../schema/model.ts'
import type { Credential } from '../schema/types.ts'
import { toDate } from '../shared/time.ts'
import type { RuleMember } from './state.ts'
import type { RuleContext } from './types.ts'

/**
 * Whether somebody gets new work: active, there, and with credentials that have not expired. Of a field with several
 * credentials one that is valid is enough; a credential without an end is valid; having none is no obstacle.
 */
export function isAvailable(member: RuleMember, { model, now, zone }: Pick<RuleContext, 'model' | 'now' | 'zone'>) {
  if (member.active === false || member.away === true || member['deletedAt'] !== undefined) return false
  const today = toDate(now, zone)
  return credentialFields(model).every((field) => {
    const held = [member[field] ?? []].flat() as unknown as readonly Credential[]
    return held.length === 0 || held.some(({ validUntilOn }) => validUntilOn === undefined || validUntilOn >= today)
  })
}

function credentialFields(model: Model): readonly string[] {
  if (!model.objects.has('user')) return []
  return Object.entries(model.fields('user')).flatMap(([id, { type }]) => (type === 'credential' ? [id] : []))
}
