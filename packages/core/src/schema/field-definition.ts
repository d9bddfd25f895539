import * as z from 'zod'
import { KithError } from '../shared/errors.ts'
import { isStorableText } from '../shared/fold.ts'
import { checkField } from './check-definition.ts'
import { FIELD_TYPES } from './field-types/index.ts'
import { line, must } from './field-types/parser.ts'
import type { FieldDefinition, FieldType } from './types.ts'
import { toIssues } from './zod-issues.ts'

const types = Object.keys(FIELD_TYPES) as [FieldType, ...FieldType[]]
const longLine = z.string().max(500).check(must(isStorableText, 'not-text'))
const label = z.union([longLine, z.record(z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/), longLine)])
const option = z.strictObject({ id: line(64).min(1), label: label.optional(), retired: z.boolean().optional() })
const personal = z.union([
  z.boolean(),
  z.strictObject({ purpose: line(60).optional(), retentionDays: z.int().min(1).optional() }),
])
const flag = z.boolean().optional()

const definition = z.strictObject({
  type: z.enum(types),
  label: label.optional(),
  help: label.optional(),
  required: flag,
  unique: flag,
  indexed: flag,
  many: flag,
  personal: personal.optional(),
  retired: flag,
  searchable: flag,
  integer: flag,
  default: z.json().optional(),
  maxLength: z.int().min(1).max(100_000).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  options: z.array(option).max(500).optional(),
  to: line(50).optional(),
  custom: flag,
})

/**
 * Checks the definition of a run-time field as it comes from outside. What the model knows (whether the id is free, the
 * target is there, the type may be added at run time) is for `Model.withFields`.
 *
 * @throws KithError `INVALID_INPUT` with `issues` for a wrong shape; `INVALID_DEFINITION` for parts that do not go together
 * @example
 * parseFieldDefinition({ type: 'select', label: { en: 'Shoe size' }, options: [{ id: 's' }, { id: 'm' }] })
 */
export function parseFieldDefinition(input: unknown): FieldDefinition {
  const result = definition.safeParse(input)
  if (!result.success) throw new KithError('INVALID_INPUT', { issues: toIssues(result.error.issues, [], input) })
  const field = JSON.parse(JSON.stringify(result.data)) as FieldDefinition
  checkField(field, '')
  return field
}
