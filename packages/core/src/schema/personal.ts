import type { Model } from './model.ts'
import type { FieldDefinition } from './types.ts'

/** A field that holds personal data, with its reason spelled out. */
export interface PersonalField {
  readonly id: string
  readonly field: FieldDefinition
  /** Why it is kept. */
  readonly purpose: string
  /** Days after the last activity when it is to be erased; absent means as long as the record lives. */
  readonly retentionDays?: number
}

/** The fields of an object that hold personal data, run-time fields too. @throws KithError `UNKNOWN_OBJECT` */
export function personalFields(model: Model, object: string): PersonalField[] {
  return Object.entries(model.fields(object)).flatMap(([id, field]) => {
    const { personal } = field
    if (!personal) return []
    return [{ id, field, purpose: 'sales', ...(personal === true ? {} : personal) }]
  })
}
