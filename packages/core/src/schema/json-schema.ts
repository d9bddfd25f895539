import * as z from 'zod'
import { labelText } from '../shared/locale.ts'
import { fieldSchema } from './field-schema.ts'
import { fieldType } from './field-types/index.ts'
import type { Model } from './model.ts'
import { isStored } from './slots.ts'
import { isSystemField } from './system-fields.ts'
import type { FieldDefinition } from './types.ts'

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** `create`, `update`: what may be sent. `read`: what is answered. */
export type SchemaUse = 'create' | 'update' | 'read'

/**
 * The JSON Schema of an object's values, derived from the same definitions as parsing. Texts are in English.
 *
 * Parsing takes a little more than `create` and `update` say: one value for a list, a plain text for an item.
 *
 * @throws KithError `UNKNOWN_OBJECT`
 * @example
 * jsonSchemaOf(model, 'deal', 'create').required // ['name', 'pipelineId']
 */
export function jsonSchemaOf(model: Model, object: string, use: SchemaUse): JsonSchema {
  const fields = Object.entries(model.fields(object)).filter(([id, field]) => isShown(id, field, use))
  const required = use === 'update' ? [] : fields.filter(([id, field]) => isPresent(id, field, use)).map(([id]) => id)
  return {
    type: 'object',
    title: labelText(model.object(object).label, 'en', object),
    properties: Object.fromEntries(fields.map(([id, field]) => [id, fieldJsonSchema(field, use)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
}

/** The JSON Schema of one field's value. In an `update` it may also be null. */
export function fieldJsonSchema(field: FieldDefinition, use: SchemaUse): JsonSchema {
  const mode = use === 'read' ? 'stored' : 'input'
  const io = use === 'read' ? 'output' : 'input'
  const { $schema: _, ...schema } = z.toJSONSchema(fieldSchema(field, { mode }), { io, unrepresentable: 'any' })
  const title = labelText(field.label, 'en')
  const description = labelText(field.help, 'en')
  const notes = {
    ...(title === '' ? {} : { title }),
    ...(description === '' ? {} : { description }),
    ...(use === 'read' && field.readOnly ? { readOnly: true } : {}),
    ...(field.retired ? { deprecated: true } : {}),
  }
  return use === 'update' ? { ...notes, anyOf: [schema, { type: 'null' }] } : { ...schema, ...notes }
}

function isShown(id: string, field: FieldDefinition, use: SchemaUse): boolean {
  if (use === 'read') return isStored(field)
  return !isSystemField(id) && field.readOnly !== true && fieldType(field.type).writable
}

function isPresent(id: string, field: FieldDefinition, use: SchemaUse): boolean {
  if (id === 'id' || id === 'version') return true
  return field.required === true && field.retired !== true && (use === 'read' || field.default === undefined)
}
