import type {
  Address,
  Credential,
  FieldDefinition,
  FieldType,
  ManyItem,
  Money,
  PersonName,
  SelectOption,
} from './types.ts'

declare const VALUE: unique symbol

/** A field whose stored value is known to the type checker. At run time it is a plain {@link FieldDefinition}. */
export type Field<Type extends FieldType, Value, Options = unknown> = FieldDefinition &
  Options & { readonly type: Type; readonly [VALUE]?: Value }

/** The type of the value that a field stores; `unknown` for definitions that were not made by a builder. */
export type ValueOf<Definition> = Definition extends { readonly [VALUE]?: infer Value }
  ? Exclude<Value, undefined>
  : unknown

type Common = Pick<
  FieldDefinition,
  'label' | 'help' | 'required' | 'unique' | 'indexed' | 'personal' | 'readOnly' | 'retired' | 'searchable' | 'default'
>
type WithMany = Common & { readonly many?: boolean }
type WithLength = { readonly maxLength?: number }
type WithBounds = { readonly min?: number; readonly max?: number; readonly integer?: boolean }

type ListOf<Options, Value> = Options extends { readonly many: true } ? readonly Value[] : Value
type ItemsOf<Options, Value> = Options extends { readonly many: true } ? readonly ManyItem<Value>[] : Value

/** An option as its id alone or with label and `retired`. */
export type OptionInput = string | SelectOption
type IdOf<Option> = Option extends string
  ? Option
  : Option extends { readonly id: infer Id extends string }
    ? Id
    : never

function make<Result>(type: FieldType, options: object): Result {
  return { type, ...options } as Result
}

/** One line of text, trimmed. `maxLength` defaults to 200. */
export function text<const O extends WithMany & WithLength = object>(options?: O): Field<'text', ListOf<O, string>, O> {
  return make('text', options ?? {})
}

/** Text of many lines. `maxLength` defaults to 20,000. */
export function longText<const O extends Common & WithLength = object>(options?: O): Field<'longText', string, O> {
  return make('longText', options ?? {})
}

/** An e-mail address; with `many` a list of `{ value, kind, primary }`. */
export function email<const O extends WithMany = object>(options?: O): Field<'email', ItemsOf<O, string>, O> {
  return make('email', options ?? {})
}

/** A phone number, stored as E.164; with `many` a list of `{ value, kind, primary }`. */
export function phone<const O extends WithMany = object>(options?: O): Field<'phone', ItemsOf<O, string>, O> {
  return make('phone', options ?? {})
}

/** A web, mail or phone address that is safe in a link; with `many` a list of `{ value, kind, primary }`. */
export function url<const O extends WithMany = object>(options?: O): Field<'url', ItemsOf<O, string>, O> {
  return make('url', options ?? {})
}

/** A finite number, with optional bounds; `integer` for whole numbers. */
export function number<const O extends WithMany & WithBounds = object>(
  options?: O,
): Field<'number', ListOf<O, number>, O> {
  return make('number', options ?? {})
}

/** An amount in minor units with its currency. */
export function money<const O extends Common = object>(options?: O): Field<'money', Money, O> {
  return make('money', options ?? {})
}

/** A date of the calendar, `YYYY-MM-DD`. Ids end in `On`. */
export function date<const O extends WithMany = object>(options?: O): Field<'date', ListOf<O, string>, O> {
  return make('date', options ?? {})
}

/** An instant, ISO 8601 UTC with milliseconds. Ids end in `At`. */
export function dateTime<const O extends WithMany = object>(options?: O): Field<'dateTime', ListOf<O, string>, O> {
  return make('dateTime', options ?? {})
}

/** Yes or no. */
export function boolean<const O extends Common = object>(options?: O): Field<'boolean', boolean, O> {
  return make('boolean', options ?? {})
}

type Chosen<O extends { readonly options: readonly OptionInput[] }> = IdOf<O['options'][number]>
type WithOptions = Common & { readonly options: readonly OptionInput[] }

/**
 * One of some options, stored by id.
 *
 * @example
 * select({ options: ['open', 'closed'] })
 * select({ options: [{ id: 'won', label: { en: 'Won', nb: 'Vunnet' } }], required: true })
 */
export function select<const O extends WithOptions>(options: O): Field<'select', Chosen<O>, Omit<O, 'options'>> {
  return make('select', { ...options, options: options.options.map(asOption) })
}

/** Some of some options, stored by their ids. */
export function multiSelect<const O extends WithOptions>(
  options: O,
): Field<'multiSelect', readonly Chosen<O>[], Omit<O, 'options'>> {
  return make('multiSelect', { ...options, options: options.options.map(asOption) })
}

function asOption(option: OptionInput): SelectOption {
  return typeof option === 'string' ? { id: option } : option
}

type WithTarget = {
  /** Name of the object that it points to. */
  readonly to: string
}

/** Another record, stored by its id: `relation({ to: 'company' })`; with `many` a list of ids. */
export function relation<const O extends WithMany & WithTarget & { readonly inheritsAccess?: boolean }>(
  options: O,
): Field<'relation', ListOf<O, string>, O> {
  return make('relation', options)
}

/** Records of `to` that are joined by `link` records, with `role` only those. Nothing is stored in the record. */
export function links<const O extends Common & WithTarget & { readonly role?: string }>(
  options: O,
): Field<'links', never, O> {
  return make('links', options)
}

/** A postal address; with `many` a list of `{ value, kind, primary }`. */
export function address<const O extends WithMany = object>(options?: O): Field<'address', ItemsOf<O, Address>, O> {
  return make('address', options ?? {})
}

/** The name of a person. A plain text is accepted and split. */
export function personName<const O extends Common = object>(options?: O): Field<'personName', PersonName, O> {
  return make('personName', options ?? {})
}

/** A stored file, by the id of its `file` record; with `many` a list of ids. */
export function file<const O extends WithMany = object>(options?: O): Field<'file', ListOf<O, string>, O> {
  return make('file', options ?? {})
}

/** Stars, a whole number from 1 to `max` (default 5). */
export function rating<const O extends Common & { readonly max?: number } = object>(
  options?: O,
): Field<'rating', number, O> {
  return make('rating', options ?? {})
}

/** A licence to practise: number, authority, last day of validity. */
export function credential<const O extends WithMany = object>(
  options?: O,
): Field<'credential', ListOf<O, Credential>, O> {
  return make('credential', options ?? {})
}

interface RollupValues {
  readonly number: number
  readonly money: Money
  readonly date: string
  readonly dateTime: string
  readonly boolean: boolean
  readonly text: string
}

/** A value that Kith keeps up to date, always read-only, filtered and sorted like its `of`: `rollup({ of: 'number' })`. */
export function rollup<const O extends Common & { readonly of: keyof RollupValues }>(
  options: O,
): Field<'rollup', RollupValues[O['of']], O> {
  return make('rollup', { readOnly: true, ...options })
}

/** Any JSON value up to 100 KB, kept as it is: `json<{ theme: string }>()`. */
export function json<Value = unknown>(options: Common = {}): Field<'json', Value, { readonly required?: boolean }> {
  return make('json', options)
}
