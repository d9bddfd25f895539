import type { ValueOf } from './fields.ts'
import type { FieldMap, ObjectDefinition } from './types.ts'

/** What every record has, set by Kith. */
export interface SystemRecord {
  /** UUIDv7. */
  readonly id: string
  /** 1 at creation, plus 1 at each write. */
  readonly version: number
  readonly createdAt?: string
  /** `user:ID`, `rule:ID`, `visitor:ID`… */
  readonly createdBy?: string
  readonly updatedAt?: string
  readonly updatedBy?: string
  /** In the recycle bin since. */
  readonly deletedAt?: string
  readonly ownerId?: string
  readonly teamId?: string
  readonly access?: readonly string[]
  readonly externalIds?: readonly ExternalId[]
  /** Id of the record that took this one over. */
  readonly mergedInto?: string
}

/** What another system calls a record. */
export interface ExternalId {
  readonly system: string
  readonly id: string
}

type RequiredIds<Fields extends FieldMap> = {
  [Id in keyof Fields]: Fields[Id] extends { readonly required: true } ? Id : never
}[keyof Fields]

/** Fields of type `links` store nothing. */
type StoredIds<Fields extends FieldMap> = {
  [Id in keyof Fields]: Fields[Id] extends { readonly type: 'links' } ? never : Id
}[keyof Fields]

type ValuesOf<Fields extends FieldMap> = {
  readonly [Id in RequiredIds<Fields>]: ValueOf<Fields[Id]>
} & {
  readonly [Id in Exclude<StoredIds<Fields>, RequiredIds<Fields>>]?: ValueOf<Fields[Id]>
}

type Flat<Shape> = { [Key in keyof Shape]: Shape[Key] }

/**
 * The type of an object's records: required fields are present, others optional, `many` fields lists, selects unions.
 *
 * @example
 * type Contact = RecordOf<typeof contact>
 */
export type RecordOf<Definition extends ObjectDefinition> =
  Definition extends ObjectDefinition<string, infer Fields> ? Flat<SystemRecord & ValuesOf<Fields>> : never

/** The values of an object's fields alone, without the system fields. */
export type FieldValuesOf<Definition extends ObjectDefinition> =
  Definition extends ObjectDefinition<string, infer Fields> ? Flat<ValuesOf<Fields>> : never
