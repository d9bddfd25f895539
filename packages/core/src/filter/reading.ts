import { type Operator, ORDERED, SAME, TEMPORAL, TEXTUAL } from '../schema/operators.ts'
import { hasItems, operatorsOf, valueType, valueTypeOf } from '../schema/slots.ts'
import type { FieldDefinition, FieldType, SlotKind } from '../schema/types.ts'

/** What a filter may give to compare with. `exact` is text that is taken byte by byte: ids, options, codes. */
export type ValueKind = 'text' | 'exact' | 'number' | 'boolean' | 'date' | 'dateTime' | 'money'

/** How filters read a field or a part of one. */
export interface Reading {
  /** Slot that comparisons look at. */
  readonly slot: string
  readonly kind: SlotKind
  readonly value: ValueKind
  readonly operators: readonly Operator[]
}

const VALUES: Readonly<Record<FieldType, ValueKind | undefined>> = {
  text: 'text',
  longText: 'text',
  email: 'text',
  url: 'text',
  personName: 'text',
  address: 'text',
  credential: 'text',
  phone: 'exact',
  select: 'exact',
  multiSelect: 'exact',
  relation: 'exact',
  file: 'exact',
  number: 'number',
  rating: 'number',
  boolean: 'boolean',
  date: 'date',
  dateTime: 'dateTime',
  money: 'money',
  links: undefined,
  json: undefined,
  rollup: undefined,
}

/** Slots that a filter may name: `{ address: { city: 'Oslo' } }`, `{ email: { some: { kind: 'work' } } }`. */
const PARTS = {
  city: 'text',
  postalCode: 'exact',
  country: 'exact',
  latitude: 'number',
  longitude: 'number',
  currency: 'exact',
  number: 'text',
  authority: 'text',
  validUntilOn: 'date',
  kind: 'exact',
  primary: 'boolean',
} as const satisfies Readonly<Record<string, ValueKind>>

/** A slot that has a name of its own in filters. */
export type PartName = keyof typeof PARTS

const PART_OPERATORS: Readonly<Record<(typeof PARTS)[PartName], readonly Operator[]>> = {
  text: [...SAME, ...ORDERED, ...TEXTUAL],
  exact: [...SAME, ...TEXTUAL],
  number: [...SAME, ...ORDERED],
  boolean: ['eq', 'ne'],
  date: [...SAME, ...ORDERED, ...TEMPORAL],
}

/** How a field is compared; undefined where its type has nothing to compare. */
export function readingOf(definition: FieldDefinition): Reading | undefined {
  const value = VALUES[valueType(definition)]
  const slot = valueTypeOf(definition).slots[0]
  return value && slot && { slot: slot.name, kind: slot.kind, value, operators: operatorsOf(definition) }
}

/**
 * How a part of a field is compared.
 *
 * @param entry Whether it is asked of an entry of a list, which may have a kind and be primary.
 */
export function partReading(definition: FieldDefinition, part: string, entry: boolean): Reading | undefined {
  if (!isPartName(part)) return undefined
  const own = valueTypeOf(definition).slots.find((slot) => slot.name === part)
  const kind = own?.kind ?? (entry && hasItems(definition) ? ITEM_PARTS[part] : undefined)
  return kind && { slot: part, kind, value: PARTS[part], operators: PART_OPERATORS[PARTS[part]] }
}

const ITEM_PARTS: Partial<Record<PartName, SlotKind>> = { kind: 'text', primary: 'boolean' }

function isPartName(part: string): part is PartName {
  return Object.hasOwn(PARTS, part)
}
