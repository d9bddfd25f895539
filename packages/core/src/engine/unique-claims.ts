import type { Claim } from '../ports/storage.ts'
import { derivedFrom } from '../schema/derive.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { readKeys } from '../schema/slots.ts'

/** The claims of a record's unique fields: every value of a `many` field counts; a record in the recycle bin holds none. */
export function claimsOf(model: Model, object: string, record: StoredRecord | undefined): readonly Claim[] {
  if (!record || record['deletedAt'] !== undefined) return []
  const claims: Claim[] = []
  for (const [id, field] of uniqueFields(model.fields(object))) {
    if (record[id] === undefined) continue
    for (const key of readKeys(field, record[id])) claims.push({ space: `${object}.${id}`, key, object, id: record.id })
  }
  for (const external of (record['externalIds'] as readonly { system: string; id: string }[] | undefined) ?? [])
    claims.push({ space: `${object}.externalIds`, key: `${external.system}\n${external.id}`, object, id: record.id })
  return claims
}

const uniqueFields = derivedFrom((fields) => Object.entries(fields).filter(([, field]) => field.unique))

/** Those of `left` that are not in `right`. */
export function claimsWithout(left: readonly Claim[], right: readonly Claim[]): readonly Claim[] {
  const held = new Set(right.map((claim) => `${claim.space}\n${claim.key}`))
  return left.filter((claim) => !held.has(`${claim.space}\n${claim.key}`))
}
