import type { FieldDefinition, FieldMap, ObjectDefinition } from './types.ts'

/** All objects of an app (and, for one tenant, its run-time fields), ready to be asked. Immutable. */
export interface Model {
  readonly objects: ReadonlyMap<string, ObjectDefinition>
  /** @throws KithError `UNKNOWN_OBJECT` */
  object(name: string): ObjectDefinition
  /** By path of the API: `contacts`. @throws KithError `UNKNOWN_OBJECT` */
  byPlural(plural: string): ObjectDefinition
  /** System fields, code fields and run-time fields, in this order. @throws KithError `UNKNOWN_OBJECT` */
  fields(object: string): FieldMap
  field(object: string, id: string): FieldDefinition | undefined
  /** The same model with a tenant's run-time fields added. @throws KithError `INVALID_DEFINITION` */
  withFields(fields: Readonly<Record<string, FieldMap>>): Model
}
