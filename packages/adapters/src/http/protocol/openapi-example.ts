import type { JsonSchema } from './types.ts'

/**
 * A value that a schema accepts, from what it says itself: its first example, constant, choice or default, else the
 * smallest of its type. Of an object only what is required.
 */
export function exampleOf(schema: JsonSchema): unknown {
  const [first] = (schema['examples'] ?? schema['enum'] ?? []) as readonly unknown[]
  if (first !== undefined) return first
  if ('const' in schema) return schema['const']
  if ('default' in schema) return schema['default']
  const [choice] = (schema['anyOf'] ?? schema['oneOf'] ?? []) as readonly JsonSchema[]
  if (choice) return exampleOf(choice)
  switch (schema['type']) {
    case 'object':
      return exampleObject(schema)
    case 'array':
      return [exampleOf((schema['items'] ?? {}) as JsonSchema)]
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1))
    case 'boolean':
      return true
    default:
      return TEXTS[String(schema['format'] ?? '')] ?? 'Text'
  }
}

const TEXTS: Readonly<Record<string, string>> = {
  email: 'kari@example.com',
  uri: 'https://example.com',
  date: '2026-03-31',
  'date-time': '2026-03-31T09:00:00.000Z',
}

function exampleObject(schema: JsonSchema): unknown {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>
  const required = (schema['required'] ?? []) as readonly string[]
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {})]))
}
