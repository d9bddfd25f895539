import type { ValueOf } from '../schema/fields.ts'
import type { SystemRecord } from '../schema/infer.ts'
import type { FieldDefinition, FieldMap, FieldType, ManyItem, ObjectDefinition } from '../schema/types.ts'
import type { Anniversary, Duration, GeoArea, GeoCircle, Period, TimeValue, UncheckedFilter } from './types.ts'

/**
 * A filter that the compiler checks: a misspelt field, an operator that the field's type does not have, a value of the
 * wrong type or an unknown option do not compile. At run time it is plain JSON, as {@link UncheckedFilter} is.
 *
 * @typeParam Fields The `fields` of an object definition.
 * @typeParam Related Definitions of objects that relations and links of these fields point to, as a union. A filter on an
 * object that is not among them is checked at run time only.
 * @example
 * const big: Filter<typeof deal.fields, typeof company> = { amount: { gte: { base: 100_000 } }, companyId: { industry: 'retail' } }
 */
export type Filter<Fields extends FieldMap, Related extends ObjectDefinition = never> = Conditions<
  Fields,
  Related,
  'record'
>

/**
 * A {@link Filter} of a rule on a change, which may also ask whether a field has `changed`, and from what to what.
 *
 * @example
 * const won: ChangeFilter<typeof deal.fields> = { stageId: { changed: { to: 'won' } } }
 */
export type ChangeFilter<Fields extends FieldMap, Related extends ObjectDefinition = never> = Conditions<
  Fields,
  Related,
  'change'
>

type Conditions<
  Fields extends FieldMap,
  Related extends ObjectDefinition,
  Of extends 'record' | 'change',
> = string extends keyof Fields
  ? UncheckedFilter
  : {
      readonly [Key in keyof Fields | keyof SystemRecord | 'and' | 'or' | 'not']?: Key extends 'and' | 'or'
        ? readonly Conditions<Fields, Related, Of>[]
        : Key extends 'not'
          ? Conditions<Fields, Related, Of>
          : Key extends keyof Fields
            ? AtField<Fields[Key], Related, Of>
            : Key extends keyof SystemRecord
              ? AtField<SystemTypes[Key], Related, Of>
              : never
    }

type AtField<
  Definition extends FieldDefinition,
  Related extends ObjectDefinition,
  Of extends 'record' | 'change',
> = Of extends 'change'
  ? FieldFilter<Definition, Related> | Changed<Definition, FieldFilter<Definition, Related>>
  : FieldFilter<Definition, Related>

/** Links are records of their own, and do not change with the one that they join. */
type Changed<Definition extends FieldDefinition, Side> =
  TypeOf<Definition> extends 'links'
    ? never
    : { readonly changed: boolean | { readonly from: Side; readonly to?: Side } | { readonly to: Side } }

interface SystemTypes extends Readonly<Record<keyof SystemRecord, FieldDefinition>> {
  readonly id: { readonly type: 'relation' }
  readonly version: { readonly type: 'number' }
  readonly createdAt: { readonly type: 'dateTime' }
  readonly createdBy: { readonly type: 'text' }
  readonly updatedAt: { readonly type: 'dateTime' }
  readonly updatedBy: { readonly type: 'text' }
  readonly deletedAt: { readonly type: 'dateTime' }
  readonly ownerId: { readonly type: 'relation'; readonly to: 'user' }
  readonly teamId: { readonly type: 'relation'; readonly to: 'team' }
  readonly access: { readonly type: 'multiSelect' }
  readonly externalIds: { readonly type: 'json' }
  readonly mergedInto: { readonly type: 'relation' }
}

/** What may stand at a field of this definition. */
export type FieldFilter<Definition extends FieldDefinition, Related extends ObjectDefinition = never> =
  TypeOf<Definition> extends 'links'
    ? Quantified<Target<Definition, Related>>
    : IsList<Definition> extends true
      ? ListFilter<Definition>
      : TypeOf<Definition> extends 'relation'
        ? null | Single<Definition> | (Partial<Operators<Definition>> & Empty & Target<Definition, Related>)
        : null | Single<Definition> | (Operators<Definition> & Empty)

type TypeOf<Definition extends FieldDefinition> = Definition extends { readonly of: infer Of extends FieldType }
  ? Of
  : Definition['type']

type IsList<Definition extends FieldDefinition> = Definition extends { readonly many: true }
  ? true
  : TypeOf<Definition> extends 'multiSelect'
    ? true
    : false

type ListFilter<Definition extends FieldDefinition> =
  | null
  | Single<Definition>
  | (Operators<Definition> & Empty & Quantified<EntryFilter<Definition>>)

type EntryFilter<Definition extends FieldDefinition> =
  TypeOf<Definition> extends 'email' | 'phone' | 'url' | 'address'
    ? Single<Definition> | (Operators<Definition> & EntryParts<Single<Definition> | Operators<Definition>>)
    : Single<Definition> | Operators<Definition>

interface EntryParts<Value> {
  readonly value?: Value
  readonly kind?: NonNullable<ManyItem['kind']> | (Same<string> & Pattern)
  readonly primary?: boolean
}

/** The filter of the object that a relation or link points to. */
type Target<Definition extends FieldDefinition, Related extends ObjectDefinition> = Definition extends {
  readonly to: infer To
}
  ? [Extract<Related, { readonly name: To }>] extends [never]
    ? UncheckedFilter
    : TargetFilter<Extract<Related, { readonly name: To }>, Related>
  : UncheckedFilter

type TargetFilter<Definition, Related extends ObjectDefinition> =
  Definition extends ObjectDefinition<string, infer Fields> ? Filter<Fields, Related> : never

interface Quantified<Inner> {
  readonly some?: Inner
  readonly none?: Inner
  readonly every?: Inner
}

interface Empty {
  readonly empty?: boolean
}

interface Same<Value> {
  readonly eq?: Value | null
  readonly ne?: Value | null
  readonly in?: readonly Value[]
  readonly nin?: readonly Value[]
}

interface SameId<Id> {
  readonly eq?: Id | null | { readonly actor: 'id' }
  readonly ne?: Id | null | { readonly actor: 'id' }
  readonly in?: readonly Id[] | { readonly actor: 'teams' | 'keys' }
  readonly nin?: readonly Id[] | { readonly actor: 'teams' | 'keys' }
}

interface Ordered<Value> {
  readonly gt?: Value
  readonly gte?: Value
  readonly lt?: Value
  readonly lte?: Value
}

interface Pattern {
  readonly contains?: string
  readonly startsWith?: string
  readonly endsWith?: string
  readonly glob?: string
}

interface Temporal {
  readonly within?: Period
  readonly last?: Duration
  readonly next?: Duration
  readonly anniversary?: Anniversary
}

/** An amount of one currency, or an amount in the base currency: in minor units. */
export type MoneyValue = { readonly amountMinor: number; readonly currency: string } | { readonly base: number }

type Text = SameId<string> & Ordered<string> & Pattern
type Amount = Pick<Same<MoneyValue>, 'eq' | 'ne'> & Ordered<MoneyValue> & { readonly currency?: string | Same<string> }
type Time = Same<TimeValue> & Ordered<TimeValue> & Temporal

interface Spatial {
  readonly near?: GeoCircle
  readonly inArea?: GeoArea
}

interface AddressParts {
  readonly city?: string | Text
  readonly postalCode?: string | (Same<string> & Pattern)
  readonly country?: string | (Same<string> & Pattern)
  readonly latitude?: number | (Same<number> & Ordered<number>)
  readonly longitude?: number | (Same<number> & Ordered<number>)
}

interface CredentialParts {
  readonly number?: string | Text
  readonly authority?: string | Text
  readonly validUntilOn?: TimeValue | Time
}

interface OperatorTable<Option> {
  text: Text
  longText: Text
  email: Text
  url: Text
  personName: Text
  phone: SameId<string> & Pattern
  select: SameId<Option>
  multiSelect: SameId<Option>
  relation: SameId<string>
  file: SameId<string>
  number: Same<number> & Ordered<number>
  rating: Same<number> & Ordered<number>
  boolean: Pick<Same<boolean>, 'eq' | 'ne'>
  date: Time
  dateTime: Time
  money: Amount
  address: SameId<string> & Pattern & Spatial & AddressParts
  credential: SameId<string> & Pattern & CredentialParts
  rollup: never
  links: never
  json: object
}

/** The operators of a field's type, with values of its type. */
type Operators<Definition extends FieldDefinition> = OperatorTable<OptionOf<Definition>>[TypeOf<Definition>]

interface SingleTable<Option> {
  number: number
  rating: number
  boolean: boolean
  date: TimeValue
  dateTime: TimeValue
  money: MoneyValue
  select: Option | { readonly actor: 'id' }
  multiSelect: Option | { readonly actor: 'id' }
  json: never
  links: never
  rollup: never
}

/** What may stand for `eq`. */
type Single<Definition extends FieldDefinition> =
  TypeOf<Definition> extends keyof SingleTable<unknown>
    ? SingleTable<OptionOf<Definition>>[TypeOf<Definition>]
    : string | { readonly actor: 'id' }

/** Ids of the options, from a builder or from plain data. */
type OptionOf<Definition extends FieldDefinition> =
  unknown extends ValueOf<Definition>
    ? PlainOption<Definition['options']>
    : ValueOf<Definition> extends readonly (infer Id)[]
      ? Id
      : ValueOf<Definition>

type PlainOption<Options> = Options extends readonly (infer Option)[]
  ? Option extends { readonly id: infer Id extends string }
    ? Id
    : never
  : string
