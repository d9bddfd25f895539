import { canonicalJson, isPlainObject, jsonPointer } from '../shared/canonical-json.ts'
import { type Issue, KithError } from '../shared/errors.ts'
import { type IssueCode, issue } from '../shared/issues.ts'
import { refuseDefinition } from './check-definition.ts'
import { fieldSchema, isBlank, isItem, toList } from './field-schema.ts'
import { fieldType } from './field-types/index.ts'
import type { Model } from './model.ts'
import type { StoredRecord } from './record.ts'
import { isList } from './slots.ts'
import { isSystemField } from './system-fields.ts'
import type { FieldDefinition, FieldMap } from './types.ts'
import { toIssues } from './zod-issues.ts'

/** Parsed values by field id. null: the field is to be emptied (updates only). */
export type ParsedValues = Readonly<Record<string, unknown>>

/** What a parse may take beside the fields that people write. */
export interface ParseOptions {
  /** Read-only and system fields that may be written this time, for operations and imports; `'all'` for every one. Default none. */
  readonly allow?: 'all' | readonly string[]
}

/** {@link ParseOptions} of an update. */
export interface UpdateOptions extends ParseOptions {
  /** The record as it is: a value that it has already is taken as it is, also where it could not be entered today (a retired option). */
  readonly before?: StoredRecord
}

/** Checks and normalises what comes from outside, by the definitions of an object. All issues of an input are told at once. */
export interface RecordParser {
  /**
   * Values of a new record: defaults filled in, blanks left out, required fields present.
   *
   * @throws KithError `INVALID_INPUT` with `issues`
   */
  parseCreate(values: unknown, options?: ParseOptions): ParsedValues
  /**
   * The values to change: only those given. null and blanks empty a field and come back as null.
   *
   * @throws KithError `INVALID_INPUT` with `issues`
   */
  parseUpdate(values: unknown, options?: UpdateOptions): ParsedValues
}

/** What parsing depends on beside model and object. */
export interface RecordParserOptions {
  /** ISO 3166-1 alpha-2: taken for phone numbers without a country code. Default: such numbers are refused. */
  readonly country?: string
}

const cache = new WeakMap<Model, Map<string, RecordParser>>()

/**
 * The parser of an object's records; made once for a model, object and country.
 *
 * @throws KithError `UNKNOWN_OBJECT`; `INVALID_DEFINITION` for a `default` that its own field refuses
 * @example
 * createRecordParser(model, 'contact').parseCreate({ name: 'Kari Nordmann', emails: 'KARI@Example.com' })
 * // { name: { full: 'Kari Nordmann', given: 'Kari', family: 'Nordmann' }, emails: [{ value: 'KARI@example.com', primary: true }] }
 */
export function createRecordParser(model: Model, object: string, options: RecordParserOptions = {}): RecordParser {
  const parsers = cache.get(model) ?? new Map<string, RecordParser>()
  cache.set(model, parsers)
  const key = `${object} ${options.country ?? ''}`
  const parser = parsers.get(key) ?? makeParser(object, model.fields(object), options)
  parsers.set(key, parser)
  return parser
}

type Outcome = { readonly value: unknown } | { readonly issues: readonly Issue[] }
type ParseField = (raw: unknown) => Outcome

function makeParser(object: string, fields: FieldMap, { country }: RecordParserOptions): RecordParser {
  const context = { mode: 'input', ...(country === undefined ? {} : { country }) } as const
  const parsers = new Map<string, ParseField>()
  const parserOf = (id: string) => {
    const parser =
      parsers.get(id) ??
      fieldParser(id, fields[id] as FieldDefinition, fieldSchema(fields[id] as FieldDefinition, context))
    parsers.set(id, parser)
    return parser
  }
  const defaults = defaultsOf(object, fields, parserOf)
  const required = requiredIds(fields)
  return {
    parseCreate(values, options = {}) {
      const read = readValues(values, fields, parserOf, options)
      const out: Record<string, unknown> = {}
      for (const [id, value] of Object.entries({ ...defaults, ...read.values })) if (value !== null) out[id] = value
      const refused = new Set(read.issues.map((one) => one.path.split('/')[1]))
      const missing = required.filter((id) => out[id] === undefined && !refused.has(id))
      return orRefuse(out, [...read.issues, ...missing.map(requiredIssue)])
    },
    parseUpdate(values, options = {}) {
      const read = readValues(values, fields, parserOf, options)
      const emptied = required.filter((id) => read.values[id] === null)
      return orRefuse(read.values, [...read.issues, ...emptied.map(requiredIssue)])
    },
  }
}

const requiredIssue = (id: string) => issue(jsonPointer([id]), 'required')

/** What people must give: Kith itself fills what they cannot write, and asks no more for what is retired. */
function requiredIds(fields: FieldMap): string[] {
  return Object.entries(fields).flatMap(([id, { required, readOnly, retired }]) =>
    required && !readOnly && !retired ? [id] : [],
  )
}

function orRefuse(values: ParsedValues, issues: readonly Issue[]): ParsedValues {
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
  return values
}

function fieldParser(id: string, field: FieldDefinition, schema: ReturnType<typeof fieldSchema>): ParseField {
  return (raw) => {
    if (isBlank(raw)) return { value: null }
    const list = isList(field) ? toList(field, raw) : undefined
    const result = schema.safeParse(list ? list.items : raw)
    if (result.success) return { value: isBlank(result.data) ? null : result.data }
    const found = result.error.issues.map((one) =>
      list ? { ...one, path: standing(one.path, list.indices, raw) } : one,
    )
    return { issues: toIssues(found, [id], raw) }
  }
}

/** The path in the list as it was given: its own index, and no `value` where a plain value stood. */
function standing(path: readonly PropertyKey[], indices: readonly number[], raw: unknown): PropertyKey[] {
  const [step, ...rest] = path
  if (typeof step !== 'number') return [...path]
  const at = indices[step] ?? step
  const wasPlain = rest[0] === 'value' && !isItem(Array.isArray(raw) ? raw[at] : raw)
  const inside = wasPlain ? rest.slice(1) : rest
  return Array.isArray(raw) ? [at, ...inside] : inside
}

function defaultsOf(object: string, fields: FieldMap, parserOf: (id: string) => ParseField): ParsedValues {
  const defaults: Record<string, unknown> = {}
  for (const [id, field] of Object.entries(fields)) {
    if (field.default === undefined) continue
    const outcome = parserOf(id)(field.default)
    if ('issues' in outcome)
      refuseDefinition(`/${object}/fields/${id}/default`, outcome.issues[0]?.message ?? 'it is refused')
    defaults[id] = outcome.value
  }
  return defaults
}

function readValues(raw: unknown, fields: FieldMap, parserOf: (id: string) => ParseField, options: UpdateOptions) {
  if (!isPlainObject(raw))
    throw new KithError('INVALID_INPUT', { issues: [issue('', 'type', { expected: 'an object' })] })
  const values: Record<string, unknown> = {}
  const issues: Issue[] = []
  for (const [id, value] of Object.entries(raw)) {
    if (value === undefined) continue
    const refusal = refusalOf(id, fields[id], options)
    if (refusal) issues.push(issue(jsonPointer([id]), refusal, { field: id }))
    else if (isUnchanged(value, options.before?.[id])) values[id] = value
    else {
      const outcome = parserOf(id)(value)
      if ('issues' in outcome) issues.push(...outcome.issues)
      else values[id] = outcome.value
    }
  }
  return { values, issues }
}

function refusalOf(
  id: string,
  field: FieldDefinition | undefined,
  { allow = [] }: ParseOptions,
): IssueCode | undefined {
  if (!field) return 'unknown-field'
  const writable = allow === 'all' || allow.includes(id)
  const guarded = field.readOnly === true || isSystemField(id) || !fieldType(field.type).writable
  return guarded && !writable ? 'read-only' : undefined
}

function isUnchanged(value: unknown, before: unknown): boolean {
  if (before === undefined || isBlank(value)) return false
  try {
    return canonicalJson(value) === canonicalJson(before)
  } catch {
    return false
  }
}
