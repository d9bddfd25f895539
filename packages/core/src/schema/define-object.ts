import type { Label } from '../shared/locale.ts'
import { checkFields, isIdentifier, refuseDefinition } from './check-definition.ts'
import { checkIndexes } from './indexes.ts'
import { systemFields } from './system-fields.ts'
import { checkTotals } from './totals.ts'
import type { FieldMap, ObjectDefinition, TotalsDefinition } from './types.ts'

/** What {@link defineObject} takes. */
export interface ObjectInput<Name extends string, Fields extends FieldMap> {
  /** Singular, camelCase: `property`. Never changes. */
  readonly name: Name
  /** Path in the API, lower case with dashes. Default: name + `s`. */
  readonly plural?: string
  readonly label: Label
  /** Default: the label. */
  readonly pluralLabel?: Label
  /** The field whose value names a record for people. */
  readonly title: keyof NoInfer<Fields> & string
  readonly fields: Fields
  /** Written by operations only: the generic create, update and delete refuse it. Default false. */
  readonly operationsOnly?: boolean
  /** Columns that a list shows at first. Default: the title and the first five fields. */
  readonly list?: readonly string[]
  /**
   * Fields that lists ask for together: those that must have one value first, the one that the list is sorted by last. A
   * page of such a list costs the same however many records there are. Default: none beside those of single fields.
   */
  readonly indexes?: readonly (readonly string[])[]
  /** Counts and sums that a store keeps up to date. Default: none, they are counted when asked for. */
  readonly totals?: TotalsDefinition
}

/** First steps of paths of the API that are no objects. */
const ROUTES = ['me', 'model', 'search', 'changes', 'undo', 'objects', 'totals', 'log', 'forms', 'chat', 'automation']

/**
 * Describes an object once; types, validation, tables, indexes, API, forms, lists and privacy are derived from it.
 * The result is frozen.
 *
 * @throws KithError `INVALID_DEFINITION` with a path: an id that is not camelCase ASCII or is taken, options, `to` or
 * `of` missing, a title or list column that is no field, indexes or totals that cannot be kept
 * @example
 * const property = defineObject({
 *   name: 'property',
 *   plural: 'properties',
 *   label: { en: 'Property', nb: 'Eiendom' },
 *   title: 'headline',
 *   fields: { headline: text({ required: true }), price: money({ indexed: true }), seller: relation({ to: 'contact' }) },
 * })
 * type Property = RecordOf<typeof property>
 */
export function defineObject<const Name extends string, const Fields extends FieldMap>(
  input: ObjectInput<Name, Fields>,
): ObjectDefinition<Name, Fields> {
  const { name, fields, label, title } = input
  const path = `/${name}`
  if (!isIdentifier(name)) refuseDefinition(path, 'a name is camelCase ASCII and no word that is taken')
  const plural = input.plural ?? `${name}s`
  if (!/^[a-z][A-Za-z0-9-]{0,50}$/.test(plural) || ROUTES.includes(plural))
    refuseDefinition(`${path}/plural`, 'it is ASCII letters, digits and dashes, and no other path of the API')
  checkFields(fields, `${path}/fields`)
  const system = Object.keys(systemFields(name))
  for (const id of Object.keys(fields))
    if (system.some((known) => known.toLowerCase() === id.toLowerCase()))
      refuseDefinition(`${path}/fields/${id}`, 'every record has this field already')
  if (!Object.hasOwn(fields, title)) refuseDefinition(`${path}/title`, `there is no field "${title}"`)
  for (const [at, id] of (input.list ?? []).entries())
    if (!Object.hasOwn(fields, id) && !system.includes(id))
      refuseDefinition(`${path}/list/${at}`, `there is no field "${id}"`)
  checkIndexes(input)
  checkTotals(input)
  return deepFreeze({ ...input, plural, label, pluralLabel: input.pluralLabel ?? label })
}

/** Freezes plain data to its depth. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
