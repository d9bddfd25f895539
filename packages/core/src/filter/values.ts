import { isStorableText } from '../shared/fold.ts'
import { globCost } from '../shared/glob.ts'
import { isPeriod } from '../shared/period.ts'
import { isDate, parseInstant } from '../shared/time.ts'
import { requireAnniversary } from './anniversary.ts'
import { requireArea, requireCircle } from './area.ts'
import { requireDuration } from './duration.ts'
import { FILTER_LIMITS } from './limits.ts'
import type { Reading, ValueKind } from './reading.ts'
import { child, isPlain, refuse, requireList } from './refuse.ts'
import type { Subject, TestOperator } from './tree.ts'
import type { ActorValue } from './types.ts'

type Value = (value: unknown, path: string) => void
type Checked = Exclude<TestOperator, 'empty'>

/** Whether an object is one value to compare with, and not a set of operators. */
export function isBareValue(reading: Reading | undefined, value: Readonly<Record<string, unknown>>): boolean {
  if (Object.hasOwn(value, 'actor')) return true
  const names = reading?.value === 'money' ? ['amountMinor', 'base'] : isTime(reading) ? ['ago', 'ahead'] : []
  return names.some((name) => Object.hasOwn(value, name))
}

const isTime = (reading: Reading | undefined) => reading?.value === 'date' || reading?.value === 'dateTime'

/**
 * What a test counts for beside its own node: days in a list of instants become conditions of their own, and a glob with
 * `?` looks at every character of a text by itself.
 */
export function operandCost(reading: Reading, operator: TestOperator, operand: unknown): number {
  if (operator === 'glob' && typeof operand === 'string') return 8 * globCost(operand)
  return Array.isArray(operand) && reading.value === 'dateTime' ? operand.length * 2 : 0
}

/** @throws KithError `INVALID_FILTER` when an operator cannot take this value */
export function checkOperand(subject: Subject, operator: Checked, value: unknown, path: string): void {
  const { reading } = subject
  if (!reading) refuse(path, 'of this field only `empty` can be asked')
  const own = OPERANDS[operator]
  if (isActorValue(value)) checkActor(reading, operator, value, path)
  else if (own) own(value, path)
  else if (operator === 'in' || operator === 'nin') {
    const entries = requireList(value, path, FILTER_LIMITS.values)
    for (const [index, entry] of entries.entries()) checkValue(subject, reading, entry, child(path, index))
  } else checkValue(subject, reading, value, path)
}

function pattern(most: number): Value {
  return (value, path) => {
    requireText(value, path, most)
  }
}

const OPERANDS: Partial<Record<TestOperator, Value>> = {
  contains: pattern(FILTER_LIMITS.text),
  startsWith: pattern(FILTER_LIMITS.text),
  endsWith: pattern(FILTER_LIMITS.text),
  glob: pattern(FILTER_LIMITS.glob),
  within: (value, path) => {
    if (typeof value !== 'string' || !isPeriod(value)) refuse(path, 'a period such as "thisMonth" is needed here')
  },
  last: requireDuration,
  next: requireDuration,
  anniversary: requireAnniversary,
  near: requireCircle,
  inArea: requireArea,
}

const VALUES: Readonly<Record<ValueKind, Value>> = {
  text: (value, path) => requireText(value, path, FILTER_LIMITS.text),
  exact: (value, path) => requireText(value, path, FILTER_LIMITS.text),
  number: (value, path) => {
    if (!Number.isFinite(value)) refuse(path, 'a number is needed here')
  },
  boolean: (value, path) => {
    if (typeof value !== 'boolean') refuse(path, 'true or false is needed here')
  },
  date: (value, path) => {
    if (!isRelative(value, path) && !(typeof value === 'string' && isDate(value))) {
      refuse(path, 'a date (2026-03-31), "now", or { ago } or { ahead } is needed here')
    }
  },
  dateTime: (value, path) => {
    if (!isRelative(value, path) && !(typeof value === 'string' && (isDate(value) || parseInstant(value)))) {
      refuse(path, 'a date, an instant with its offset, "now", or { ago } or { ahead } is needed here')
    }
  },
  money: requireMoney,
}

function checkValue(subject: Subject, reading: Reading, value: unknown, path: string): void {
  VALUES[reading.value](value, path)
  const options = subject.part === undefined ? subject.definition.options : undefined
  if (options && !options.some((option) => option.id === value)) refuse(path, 'there is no option of this id')
}

function requireText(value: unknown, path: string, most: number): asserts value is string {
  if (typeof value !== 'string') refuse(path, 'a text is needed here')
  if (value.length > most) refuse(path, `a text here has at most ${most} characters`)
  if (!isStorableText(value)) refuse(path, 'this text holds characters that cannot be stored')
}

function requireInteger(value: unknown, path: string): void {
  if (!Number.isSafeInteger(value)) refuse(path, 'a whole number is needed here')
}

function requireMoney(value: unknown, path: string): void {
  if (!isPlain(value)) refuse(path, 'an amount is needed here: { amountMinor, currency } or { base }')
  const { amountMinor, currency, base } = value
  const names = ['amountMinor', 'currency', 'base']
  if (Object.keys(value).some((name) => !names.includes(name)))
    refuse(path, 'an amount is { amountMinor, currency } or { base }, nothing else')
  if (base !== undefined) {
    if (amountMinor !== undefined || currency !== undefined) {
      refuse(path, 'an amount is either { amountMinor, currency } or { base }')
    }
    requireInteger(base, child(path, 'base'))
    return
  }
  requireInteger(amountMinor, child(path, 'amountMinor'))
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) {
    refuse(child(path, 'currency'), 'a currency such as "EUR" is needed here')
  }
}

/** Whether a value is a time relative to now. @throws KithError `INVALID_FILTER` when it is a wrong one */
function isRelative(value: unknown, path: string): boolean {
  if (value === 'now') return true
  if (!isPlain(value)) return false
  const [direction, ...more] = Object.keys(value)
  if (more.length > 0 || (direction !== 'ago' && direction !== 'ahead')) return false
  requireDuration(value[direction], child(path, direction))
  return true
}

/** Whether a value stands for a fact about who asks. */
export function isActorValue(value: unknown): value is ActorValue {
  return isPlain(value) && Object.hasOwn(value, 'actor')
}

function checkActor(reading: Reading, operator: Checked, value: ActorValue, path: string): void {
  const one = value.actor === 'id'
  if (Object.keys(value).length > 1 || !['id', 'teams', 'keys'].includes(value.actor)) {
    refuse(path, '{ actor } is "id", "teams" or "keys"')
  }
  const fits = one ? ['eq', 'ne'] : ['in', 'nin']
  if (!fits.includes(operator)) refuse(path, `{ actor: "${value.actor}" } goes with ${fits.join(' and ')}`)
  if (reading.value !== 'text' && reading.value !== 'exact') refuse(path, '{ actor } goes with ids only')
}
