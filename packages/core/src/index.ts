export * from './domain/index.ts'
export type * from './domain/types.ts'
export * from './engine/index.ts'
export type * from './filter/types.ts'
export type * from './ports/clock.ts'
export type * from './ports/crm-api.ts'
export type * from './ports/file-store.ts'
export type * from './ports/random.ts'
export type * from './ports/storage.ts'
export * from './rules/index.ts'
export * from './rules/matching/index.ts'
export * from './schema/columns.ts'
export * from './schema/custom-slots.ts'
export { defineObject, type ObjectInput } from './schema/define-object.ts'
export * from './schema/field-definition.ts'
export {
  FIELD_TYPES,
  type FieldTypeData,
  type FormControl,
  fieldType,
  isFieldType,
} from './schema/field-types/index.ts'
export * from './schema/fields.ts'
export type * from './schema/infer.ts'
export * from './schema/json-schema.ts'
export * from './schema/model.ts'
export * from './schema/operators.ts'
export * from './schema/personal.ts'
export type * from './schema/record.ts'
export * from './schema/record-parser.ts'
export * from './schema/slots.ts'
export * from './schema/system-fields.ts'
export type * from './schema/types.ts'
export * from './shared/index.ts'
