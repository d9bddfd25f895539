import type { JsonSchema } from './types.ts'

/** A schema by its name in `components.schemas`. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** An object with these members; names that end in `?` are optional. Nothing else is accepted. */
export function shape(members: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const properties = Object.entries(members).map(([name, schema]) => [name.replace('?', ''), schema] as const)
  const required = Object.keys(members).filter((name) => !name.endsWith('?'))
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
}

/** A page of a list. */
export const page = (items: JsonSchema): JsonSchema =>
  shape({ items: { type: 'array', items }, 'nextCursor?': { type: 'string' } })

/** A list that comes whole. */
export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })

export const text = (maxLength = 200): JsonSchema => ({ type: 'string', maxLength })
export const id: JsonSchema = { type: 'string', minLength: 1, maxLength: 64 }
export const flag: JsonSchema = { type: 'boolean' }
export const whole: JsonSchema = { type: 'integer', minimum: 0 }
export const anyObject: JsonSchema = { type: 'object' }
/** The empty body of a call that says everything in its address. */
export const none: JsonSchema = shape({})
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })
/** An instant. */
export const instant: JsonSchema = { type: 'string', format: 'date-time' }
export const strings: JsonSchema = { type: 'array', items: { type: 'string' } }
