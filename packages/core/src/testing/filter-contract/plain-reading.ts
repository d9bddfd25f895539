import {
  type Address,
  bytesToHex,
  type Credential,
  type FieldDefinition,
  type FilterContext,
  fold,
  globParts,
  hasItems,
  isList,
  type ManyItem,
  type Money,
  type StoredRecord,
  type UncheckedFilter,
  utf8Bytes,
  valueType,
} from '../../index.ts'
import { contractModel } from './model.ts'
import { signHolds, signOf } from './plain-order.ts'
import { placeHolds } from './plain-places.ts'
import { timeHolds } from './plain-times.ts'
import { CONTEXT, lookupIn, type World } from './world.ts'

type Spec = Readonly<Record<string, unknown>>
const isSpec = (value: unknown): value is Spec => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The language once more, as plainly as it can be said and straight from the filter: no condition, no slots, no
 * closures. What it shares with the real one are folding, time arithmetic and the model. Tests hold the two together.
 */
export function plainlyHolds(
  world: World,
  object: string,
  record: StoredRecord,
  filter: UncheckedFilter,
  context: FilterContext = CONTEXT,
): boolean {
  return Object.entries(filter).every(([key, value]) => {
    if (key === 'and')
      return (value as UncheckedFilter[]).every((one) => plainlyHolds(world, object, record, one, context))
    if (key === 'or')
      return (value as UncheckedFilter[]).some((one) => plainlyHolds(world, object, record, one, context))
    if (key === 'not') return !plainlyHolds(world, object, record, value as UncheckedFilter, context)
    return fieldHolds(context, world, object, record, key, value)
  })
}

function fieldHolds(
  context: FilterContext,
  world: World,
  object: string,
  record: StoredRecord,
  id: string,
  spec: unknown,
): boolean {
  const field = contractModel.fields(object)[id] as FieldDefinition
  const value = record[id]
  if (field.type === 'links')
    return quantifiersHold(linkedTo(world, object, record, field), spec as Spec, (other, of) =>
      plainlyHolds(world, field.to ?? '', other, of as UncheckedFilter, context),
    )
  if (spec === null) return value === undefined
  if (!isSpec(spec) || isAmount(field, spec) || isMoment(spec)) return operatorHolds(context, field, value, 'eq', spec)
  return Object.entries(spec).every(([key, operand]) => {
    if (['some', 'none', 'every'].includes(key)) {
      return quantifiersHold((value as unknown[] | undefined) ?? [], { [key]: operand }, (item, of) =>
        entryHolds(context, field, item, of),
      )
    }
    if (valueType(field) === 'relation' && !isList(field) && contractModel.fields(field.to ?? '')[key]) {
      const other = lookupIn(world).get(field.to ?? '', String(value))
      return (
        other !== undefined &&
        other['deletedAt'] === undefined &&
        plainlyHolds(world, field.to ?? '', other, { [key]: operand }, context)
      )
    }
    if (valueType(field) === 'relation' && ['and', 'or', 'not'].includes(key)) {
      const other = lookupIn(world).get(field.to ?? '', String(value))
      return (
        other !== undefined &&
        other['deletedAt'] === undefined &&
        plainlyHolds(world, field.to ?? '', other, { [key]: operand }, context)
      )
    }
    return operatorHolds(context, field, value, key, operand)
  })
}

function quantifiersHold<Entry>(
  entries: readonly Entry[],
  spec: Spec,
  test: (entry: Entry, of: unknown) => boolean,
): boolean {
  return Object.entries(spec).every(([key, of]) => {
    const passed = entries.filter((entry) => test(entry, of)).length
    return key === 'some' ? passed > 0 : key === 'none' ? passed === 0 : passed === entries.length
  })
}

function linkedTo(world: World, object: string, record: StoredRecord, field: FieldDefinition): StoredRecord[] {
  return world[field.to as 'sample' | 'place'].filter((other) =>
    world.link.some((link) => {
      const ends = [`${link['fromObject']}/${link['fromId']}`, `${link['toObject']}/${link['toId']}`]
      const [a, b] = [`${object}/${record.id}`, `${field.to}/${other.id}`]
      const joins = (ends[0] === a && ends[1] === b) || (ends[0] === b && ends[1] === a)
      const role = field.role === undefined || link['role'] === field.role
      return joins && role && link['deletedAt'] === undefined && other['deletedAt'] === undefined
    }),
  )
}

const isAmount = (field: FieldDefinition, spec: Spec) =>
  valueType(field) === 'money' && ('amountMinor' in spec || 'base' in spec)
const isMoment = (spec: Spec) => 'ago' in spec || 'ahead' in spec

/** An entry of a list against what stands in `some`. */
function entryHolds(context: FilterContext, field: FieldDefinition, item: unknown, spec: unknown): boolean {
  const value = hasItems(field) ? (item as ManyItem).value : item
  if (!isSpec(spec) || isMoment(spec)) return singleHolds(context, field, value, 'eq', spec)
  return Object.entries(spec).every(([key, operand]) => {
    if (key === 'value' && hasItems(field))
      return (
        entryHolds(context, { ...field, many: false, type: field.type }, value, operand) ||
        plainHolds(context, field, value, operand)
      )
    if (key === 'kind') return bareOrOperators(operand, (op, one) => textHolds((item as ManyItem).kind, op, one, false))
    if (key === 'primary')
      return bareOrOperators(operand, (op, one) => op === 'eq' && ((item as ManyItem).primary === true) === one)
    return singleHolds(context, field, value, key, operand)
  })
}

function plainHolds(context: FilterContext, field: FieldDefinition, value: unknown, spec: unknown): boolean {
  return isSpec(spec)
    ? Object.entries(spec).every(([key, operand]) => singleHolds(context, field, value, key, operand))
    : singleHolds(context, field, value, 'eq', spec)
}

function bareOrOperators(spec: unknown, test: (operator: string, operand: unknown) => boolean): boolean {
  if (!isSpec(spec)) return test('eq', spec)
  return Object.entries(spec).every(([operator, operand]) => negatable(operator, operand, test))
}

function negatable(operator: string, operand: unknown, test: (operator: string, operand: unknown) => boolean): boolean {
  if (operator === 'ne') return !test('eq', operand)
  if (operator === 'nin') return !test('in', operand)
  return test(operator, operand)
}

/** One operator at a field, which may hold a list: then one entry has to pass. */
function operatorHolds(
  context: FilterContext,
  field: FieldDefinition,
  value: unknown,
  operator: string,
  operand: unknown,
): boolean {
  if (operator === 'empty') return (value === undefined) === operand
  const values = isList(field) ? ((value as unknown[] | undefined) ?? []) : [value]
  const passes = (name: string, one: unknown) =>
    values.some((item) => singleHolds(context, field, hasItems(field) ? (item as ManyItem).value : item, name, one))
  return partOf(field, operator)
    ? bareOrOperators(operand, (name, one) => passes(operator, { [name]: one }))
    : negatable(operator, operand, passes)
}

function singleHolds(
  context: FilterContext,
  field: FieldDefinition,
  value: unknown,
  operator: string,
  operand: unknown,
): boolean {
  if (operator === 'ne' || operator === 'nin')
    return negatable(operator, operand, (positive, one) => singleHolds(context, field, value, positive, one))
  if (value === undefined) return partOf(field, operator) ? bareOrOperators(operand, () => false) : false
  switch (valueType(field)) {
    case 'number':
    case 'rating':
      return numberHolds(value as number, operator, operand)
    case 'boolean':
      return value === operand
    case 'money':
      return moneyHolds(value as Money, operator, operand)
    case 'date':
    case 'dateTime':
      return timeHolds(context, valueType(field) === 'date', value as string, operator, operand)
    case 'address':
      return addressHolds(value as Address, operator, operand)
    case 'credential':
      return credentialHolds(context, value as Credential, operator, operand)
    case 'personName':
      return textHolds((value as { full: string }).full, operator, operand, true)
    case 'phone':
    case 'select':
    case 'multiSelect':
    case 'relation':
    case 'file':
      return textHolds(value as string, operator, operand, false)
    default:
      return textHolds(value as string, operator, operand, true)
  }
}

const PARTS = ['city', 'postalCode', 'country', 'latitude', 'longitude', 'authority', 'validUntilOn', 'currency']
const partOf = (field: FieldDefinition, key: string) =>
  ['address', 'credential', 'money'].includes(valueType(field)) && PARTS.includes(key)

function textHolds(value: string | undefined, operator: string, operand: unknown, folds: boolean): boolean {
  if (value === undefined) return false
  const form = (text: string) => (folds ? fold(text) : text)
  const own = form(value)
  const sign = (other: unknown) => signOf(hex(own), hex(form(String(other))))
  switch (operator) {
    case 'in':
      return (operand as string[]).some((one) => form(one) === own)
    case 'contains':
      return own.includes(form(operand as string))
    case 'startsWith':
      return own.startsWith(form(operand as string))
    case 'endsWith':
      return own.endsWith(form(operand as string))
    case 'glob':
      return globPattern(operand as string, form).test(own)
    default:
      return signHolds(sign(operand), operator)
  }
}

function globPattern(glob: string, form: (text: string) => string): RegExp {
  const source = globParts(glob).map((part) =>
    part === '*' ? '.*' : part === '?' ? '.' : form(part.text).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  )
  return new RegExp(`^${source.join('')}$`, 'su')
}

function numberHolds(value: number | undefined, operator: string, operand: unknown): boolean {
  if (value === undefined) return false
  if (operator === 'in') return (operand as number[]).includes(value)
  return signHolds(value === operand ? 0 : value < (operand as number) ? -1 : 1, operator)
}

function moneyHolds(value: Money, operator: string, operand: unknown): boolean {
  if (operator === 'currency') return bareOrOperators(operand, (op, one) => textHolds(value.currency, op, one, false))
  const { amountMinor, currency, base } = operand as { amountMinor: number; currency: string; base?: number }
  if (base !== undefined) return numberHolds(value.baseMinor, operator, base)
  return value.currency === currency && numberHolds(value.amountMinor, operator, amountMinor)
}

function addressHolds(value: Address, operator: string, operand: unknown): boolean {
  if (operator === 'near' || operator === 'inArea') return placeHolds(value, operator, operand)
  if (operator === 'latitude') return bareOrOperators(operand, (op, one) => numberHolds(value.latitude, op, one))
  if (operator === 'city') return bareOrOperators(operand, (op, one) => textHolds(value.city, op, one, true))
  if (operator === 'country') return bareOrOperators(operand, (op, one) => textHolds(value.country, op, one, false))
  const whole = [value.street, value.postalCode, value.city, value.region, value.country].filter(
    (part) => part !== undefined,
  )
  return textHolds(whole.join(' '), operator, operand, true)
}

function credentialHolds(context: FilterContext, value: Credential, operator: string, operand: unknown): boolean {
  if (operator === 'authority') return bareOrOperators(operand, (op, one) => textHolds(value.authority, op, one, true))
  if (operator === 'validUntilOn')
    return bareOrOperators(
      operand,
      (op, one) => value.validUntilOn !== undefined && timeHolds(context, true, value.validUntilOn, op, one),
    )
  return textHolds(value.number, operator, operand, true)
}

const hex = (text: string) => bytesToHex(utf8Bytes(text))
