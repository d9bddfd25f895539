import { hasItems, isList, valueTypeOf } from '../../schema/slots.ts'
import type { FieldDefinition } from '../../schema/types.ts'
import { isKithError } from '../../shared/errors.ts'
import { parseFilter } from '../parse.ts'
import { partReading, readingOf, type ValueKind } from '../reading.ts'
import { isPlain, refuse } from '../refuse.ts'
import type { UncheckedFilter } from '../types.ts'
import type { Scope } from './scope.ts'

/** What a `var` names: a field or a part of one, of the record or behind a relation. */
export interface Field {
  readonly path: string
  /** How one value compares; undefined where JsonLogic sees an object, or there is nothing to compare. */
  readonly kind: ValueKind | undefined
  /** Holds a list: of what. */
  readonly entry: { readonly definition: FieldDefinition; readonly items: boolean } | undefined
  /** Object of linked records. */
  readonly links: string | undefined
  /** A filter of these operators, checked. */
  readonly test: (operators: unknown, path: string) => UncheckedFilter
  /** Whether it holds something. */
  readonly isThere: () => UncheckedFilter
}

/** Whether a piece of logic reads data. */
export function isVar(logic: unknown): boolean {
  return isPlain(logic) && Object.keys(logic).length === 1 && Object.hasOwn(logic, 'var')
}

/** @throws KithError `INVALID_FILTER` when the record has nothing of this name */
export function fieldAt(scope: Scope, logic: unknown, path: string): Field {
  return fieldOf(scope, nameOf(logic, path).split('.'), path)
}

/** A field whose value is in the record: no links are a list of none, which is not nothing. @throws KithError `INVALID_FILTER` */
export function requireStored(field: Field): Field {
  if (field.links)
    refuse(field.path, 'linked records are a list, which may be empty but is there: use `some` or `none`')
  return field
}

/** The name that a `var` gives, without a default: nothing is nothing. */
export function nameOf(logic: unknown, path: string): string {
  const given = (logic as { readonly var: unknown }).var
  const [name, fallback = null, ...more] = Array.isArray(given) ? (given as unknown[]) : [given]
  if (typeof name !== 'string' || name.length > 200) refuse(path, 'the name of a field is needed here')
  if (fallback !== null || more.length > 0) refuse(path, 'a filter has no value for a field that holds nothing')
  return name
}

function fieldOf(scope: Scope, [id = '', ...rest]: readonly string[], path: string): Field {
  const fields = scope.reader.model.fields(scope.object)
  const definition = Object.hasOwn(fields, id) ? fields[id] : undefined
  if (!definition) refuse(path, `${scope.object} has no field of this name`)
  const [next] = rest
  if (next === undefined) return wholeField(scope, id, definition, path)
  if (definition.type === 'relation' && !isList(definition) && definition.to !== undefined) {
    const wrap = (inner: UncheckedFilter) => scope.wrap({ [id]: inner })
    return fieldOf({ ...scope, object: definition.to, wrap }, rest, path)
  }
  if (isList(definition) || rest.length > 1) refuse(path, 'a filter does not look at this place of a field')
  return partOf(scope, id, definition, next, path)
}

function wholeField(scope: Scope, id: string, definition: FieldDefinition, path: string): Field {
  const list = isList(definition)
  const links = definition.type === 'links' ? definition.to : undefined
  const { structured } = valueTypeOf(definition)
  const test = tester(scope, (operators) => ({ [id]: operators }))
  return {
    path,
    kind: list || structured ? undefined : readingOf(definition)?.value,
    entry: list ? { definition, items: hasItems(definition) } : undefined,
    links,
    test,
    isThere: () => (links ? test({ some: {} }, path) : test({ empty: false }, path)),
  }
}

/** `home.country`, `amount.currency`; the base amount, which a filter calls `base`, is `amount.baseMinor`. */
function partOf(scope: Scope, id: string, definition: FieldDefinition, part: string, path: string): Field {
  const base = definition.type === 'money' && part === 'baseMinor'
  const kind = base ? 'number' : partReading(definition, part, false)?.value
  if (!kind) refuse(path, 'a filter does not look at this part of a field')
  const test = tester(scope, (operators) => ({ [id]: base ? baseAmounts(operators) : { [part]: operators } }))
  const anything = kind === 'number' ? { gte: -Number.MAX_SAFE_INTEGER } : ANYTHING[kind]
  return { path, kind, entry: undefined, links: undefined, test, isThere: () => test(anything, path) }
}

/** Parts have no `empty`: these hold for whatever is there. */
const ANYTHING: Partial<Record<ValueKind, object>> = {
  text: { glob: '*' },
  exact: { glob: '*' },
  date: { gte: '0001-01-01' },
}

function baseAmounts(operators: unknown): object {
  return Object.fromEntries(Object.entries(operators as object).map(([name, base]) => [name, { base }]))
}

/** What a field cannot be asked is told where the logic asks it. */
function tester(scope: Scope, filterOf: (operators: unknown) => UncheckedFilter): Field['test'] {
  const { root, reader } = scope
  return (operators, path) => {
    const filter = scope.wrap(filterOf(operators))
    try {
      parseFilter(reader.model, root, filter)
    } catch (error) {
      if (!isKithError(error, 'INVALID_FILTER')) throw error
      refuse(path, String(error.details['reason']))
    }
    return filter
  }
}
