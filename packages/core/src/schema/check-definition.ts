import { KithError } from '../shared/errors.ts'
import { fieldType, isFieldType } from './field-types/index.ts'
import { isList, sortSlot, valueTypeOf } from './slots.ts'
import type { FieldDefinition, FieldMap } from './types.ts'

/** Names that JavaScript, Filters or the stores use for themselves. */
const TAKEN = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'and',
  'or',
  'not',
  'tenant',
  'custom',
  'rowid',
])
const ROLLUP_TYPES = ['number', 'money', 'date', 'dateTime', 'boolean', 'text']

/** Why a definition cannot be used. @throws KithError `INVALID_DEFINITION` always */
export function refuseDefinition(path: string, reason: string): never {
  throw new KithError('INVALID_DEFINITION', { path, reason })
}

/** Whether a text can name a field or object in code: camelCase ASCII, up to 50 characters, not a taken word. */
export function isIdentifier(id: string): boolean {
  return /^[a-z][A-Za-z0-9]{0,49}$/.test(id) && !TAKEN.has(id)
}

/** Whether a text can be the id of a run-time field: `x_` and a name. */
export function isCustomIdentifier(id: string): boolean {
  return /^x_[A-Za-z][A-Za-z0-9_]{0,47}$/.test(id)
}

/** Checks fields from code. @throws KithError `INVALID_DEFINITION` */
export function checkFields(fields: FieldMap, path: string): void {
  const seen = new Map<string, string>()
  for (const id of Reflect.ownKeys(fields)) {
    if (typeof id !== 'string' || !isIdentifier(id))
      refuseDefinition(`${path}/${String(id)}`, 'an id is camelCase ASCII and no word that is taken')
    const twin = seen.get(id.toLowerCase())
    if (twin !== undefined)
      refuseDefinition(`${path}/${id}`, `"${twin}" differs only in case, which databases do not see`)
    seen.set(id.toLowerCase(), id)
    if (fields[id]?.custom === true) refuseDefinition(`${path}/${id}/custom`, 'only fields added at run time have it')
    checkField(fields[id] as FieldDefinition, `${path}/${id}`)
  }
}

/** Checks one field for itself; whether its target exists is known to the model. @throws KithError `INVALID_DEFINITION` */
export function checkField(field: FieldDefinition, path: string): void {
  if (!isFieldType(field.type)) refuseDefinition(`${path}/type`, 'there is no such field type')
  if (field.of !== undefined && !needs(field, 'of')) refuseDefinition(`${path}/of`, 'only a roll-up has it')
  if (needs(field, 'of') && !ROLLUP_TYPES.includes(field.of ?? ''))
    refuseDefinition(`${path}/of`, `it is one of ${ROLLUP_TYPES.join(', ')}`)
  if (needs(field, 'to') && !field.to) refuseDefinition(`${path}/to`, 'name the object that it points to')
  if (needs(field, 'options')) checkOptions(field, path)
  if (field.many === true && !isList(field)) refuseDefinition(`${path}/many`, `a ${field.type} holds one value`)
  if (field.unique === true && !valueTypeOf(field).claim)
    refuseDefinition(`${path}/unique`, `a ${field.type} cannot be unique`)
  if (field.indexed === true && sortSlot(field) === undefined && !isList(field))
    refuseDefinition(`${path}/indexed`, `a ${field.type} has nothing to index`)
  if (field.min !== undefined && field.max !== undefined && field.min > field.max)
    refuseDefinition(`${path}/min`, 'it is more than max')
  if (field.maxLength !== undefined && !(Number.isInteger(field.maxLength) && field.maxLength > 0))
    refuseDefinition(`${path}/maxLength`, 'it is a whole number above 0')
}

const needs = (field: FieldDefinition, part: 'to' | 'options' | 'of') => fieldType(field.type).needs.includes(part)

function checkOptions(field: FieldDefinition, path: string): void {
  const ids = (field.options ?? []).map((option) => option.id)
  if (ids.length === 0) refuseDefinition(`${path}/options`, 'list the options')
  ids.forEach((id, at) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(id))
      refuseDefinition(`${path}/options/${at}/id`, 'an id is ASCII letters, digits, _, - or .')
    if (ids.indexOf(id) !== at) refuseDefinition(`${path}/options/${at}/id`, `"${id}" is there twice`)
  })
}
