import type { standardObjects } from '../domain/index.ts'
import type { AssignInput } from '../domain/ownership/ownership.inputs.ts'
import type { Filter } from '../filter/typed.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { ValueOf } from '../schema/fields.ts'
import type { RecordOf, SystemRecord } from '../schema/infer.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { Address, Credential, FieldDefinition, FieldMap, ObjectDefinition, PersonName } from '../schema/types.ts'
import type { FullCrmApi, ListQuery, Page, TotalsQuery, TotalsRow, WriteOptions } from './crm-api.ts'

type Standard = (typeof standardObjects)[number]
type Own<Config> = Config extends { readonly objects: readonly (infer Definition)[] } ? Definition : never

/** Every object of a configuration, with the fields that it adds. */
type Defined<Config> = WithAdded<Standard | Extract<Own<Config>, ObjectDefinition>, Config>

type WithAdded<Definition, Config> =
  Definition extends ObjectDefinition<infer Name, infer Fields>
    ? Config extends { readonly fields: { readonly [Key in Name]: infer Added extends FieldMap } }
      ? ObjectDefinition<Name, Fields & Added>
      : Definition
    : never

/** An object by its name; `never` for a name that is known at run time only. */
type Named<Config, Name extends string> = string extends Name
  ? never
  : Extract<Defined<Config>, { readonly name: Name }>

/** What administrators add while the server runs. */
type RunTimeFields = { readonly [id: `x_${string}`]: unknown }

/**
 * A record of an object of a configuration; as {@link StoredRecord} for an object that types do not know.
 *
 * @example
 * type Deal = RecordIn<typeof config, 'deal'>
 */
export type RecordIn<Config, Name extends string> = [Named<Config, Name>] extends [never]
  ? StoredRecord
  : RecordOf<Named<Config, Name>> & RunTimeFields

/** What people write: looser than what is stored, as `Kari Nes` for a name. */
interface Written {
  readonly personName: string | Partial<PersonName>
  readonly address: string | Partial<Address>
  readonly credential: string | Credential
}

type Item<Value> = Value extends readonly (infer Entry)[]
  ? Entry extends { readonly value: infer Inner }
    ? Inner
    : Entry
  : Value

type One<Definition extends FieldDefinition> = Definition['type'] extends keyof Written
  ? Written[Definition['type']]
  : Item<ValueOf<Definition>>

type Input<Definition extends FieldDefinition> =
  unknown extends ValueOf<Definition>
    ? unknown
    :
        | One<Definition>
        | (ValueOf<Definition> extends readonly (infer Entry)[] ? Entry | readonly (One<Definition> | Entry)[] : never)
        | null
        | undefined

type InputOf<Definition> =
  Definition extends ObjectDefinition<string, infer Fields>
    ? { readonly [Id in keyof Fields]?: Input<Fields[Id]> } & {
        readonly [Id in keyof SystemRecord]?: unknown
      } & RunTimeFields
    : never

/** What may be written of an object: a field that it has not does not compile. null empties a field. */
export type ValuesIn<Config, Name extends string> = [Named<Config, Name>] extends [never]
  ? Readonly<Record<string, unknown>>
  : InputOf<Named<Config, Name>>

/** A filter on an object of a configuration. */
export type FilterIn<Config, Name extends string> =
  Named<Config, Name> extends ObjectDefinition<string, infer Fields> ? Filter<Fields, Defined<Config>> : UncheckedFilter

type Where<Config, Name extends string, Query> = [Named<Config, Name>] extends [never]
  ? Query
  : Omit<Query, 'where'> & { readonly where?: FilterIn<Config, Name> }

/** The calls whose types follow from a configuration. */
interface TypedCalls<Config> {
  list<Name extends string>(object: Name, query?: Where<Config, Name, ListQuery>): Promise<Page<RecordIn<Config, Name>>>
  get<Name extends string>(object: Name, id: string): Promise<RecordIn<Config, Name>>
  create<Name extends string>(
    object: Name,
    values: ValuesIn<Config, Name>,
    options?: WriteOptions,
  ): Promise<RecordIn<Config, Name>>
  update<Name extends string>(
    object: Name,
    id: string,
    values: ValuesIn<Config, Name>,
    options?: WriteOptions,
  ): Promise<RecordIn<Config, Name>>
  remove<Name extends string>(object: Name, id: string, options?: WriteOptions): Promise<RecordIn<Config, Name>>
  restore<Name extends string>(object: Name, id: string, options?: WriteOptions): Promise<RecordIn<Config, Name>>
  assign<Name extends string>(
    object: Name,
    id: string,
    input: AssignInput,
    options?: WriteOptions,
  ): Promise<RecordIn<Config, Name>>
  totals<Name extends string>(object: Name, query?: Where<Config, Name, TotalsQuery>): Promise<readonly TotalsRow[]>
  convertLead(...call: Parameters<FullCrmApi['convertLead']>): Promise<{
    readonly lead: RecordIn<Config, 'lead'>
    readonly contact: RecordIn<Config, 'contact'>
    readonly company?: RecordIn<Config, 'company'>
    readonly deal?: RecordIn<Config, 'deal'>
  }>
  moveDeal(...call: Parameters<FullCrmApi['moveDeal']>): Promise<RecordIn<Config, 'deal'>>
  logActivity(...call: Parameters<FullCrmApi['logActivity']>): Promise<RecordIn<Config, 'activity'>>
  completeTask(...call: Parameters<FullCrmApi['completeTask']>): Promise<RecordIn<Config, 'activity'>>
  openConversation(...call: Parameters<FullCrmApi['openConversation']>): Promise<RecordIn<Config, 'conversation'>>
  closeConversation(...call: Parameters<FullCrmApi['closeConversation']>): Promise<RecordIn<Config, 'conversation'>>
  sendMessage(...call: Parameters<FullCrmApi['sendMessage']>): Promise<RecordIn<Config, 'message'>>
  giveConsent(...call: Parameters<FullCrmApi['giveConsent']>): Promise<RecordIn<Config, 'consent'>>
  withdrawConsent(...call: Parameters<FullCrmApi['withdrawConsent']>): Promise<RecordIn<Config, 'consent'>>
  openTicket(...call: Parameters<FullCrmApi['openTicket']>): Promise<RecordIn<Config, 'ticket'>>
  closeTicket(...call: Parameters<FullCrmApi['closeTicket']>): Promise<RecordIn<Config, 'ticket'>>
}

/**
 * {@link FullCrmApi} with the types of a configuration: names of objects give records, values and filters their types.
 * An object whose name is known at run time only is taken as before.
 *
 * @example
 * const api: TypedApi<typeof config> = crm.as(scope)
 * const { items } = await api.list('deal', { where: { status: 'open' } })
 * items[0]?.amount?.amountMinor // number | undefined
 */
export interface TypedApi<Config = object> extends Omit<FullCrmApi, keyof TypedCalls<Config>>, TypedCalls<Config> {}
