import { defineCrm } from '../engine/config.ts'
import { createCrm } from '../engine/create-crm.ts'
import { defineObject } from '../schema/define-object.ts'
import { money, number, relation, select, text } from '../schema/fields.ts'
import type { Money, PersonName } from '../schema/types.ts'
import { memoryStorage } from '../storage/memory.ts'
import type { CrmApi, FullCrmApi } from './crm-api.ts'
import type { RecordIn, TypedApi } from './typed-api.ts'

/** Compiles only where two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <_Check extends true>(): void => undefined

const property = defineObject({
  name: 'property',
  plural: 'properties',
  label: 'Property',
  title: 'name',
  fields: {
    name: text({ required: true }),
    kind: select({ options: ['house', 'flat'] }),
    askingPrice: money(),
  },
})
const config = defineCrm({
  objects: [property],
  fields: { deal: { propertyId: relation({ to: 'property' }) }, contact: { shoeSize: number() } },
})
type Config = typeof config

declare const api: TypedApi<Config>
const scope = { tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] } as const

export async function records(): Promise<void> {
  const home = await api.create('property', { name: 'Villa', kind: 'house', askingPrice: null, x_later: 1 })
  holds<Same<typeof home.name, string>>()
  holds<Same<typeof home.kind, 'house' | 'flat' | undefined>>()
  holds<Same<typeof home.askingPrice, Money | undefined>>()
  holds<Same<typeof home.x_later, unknown>>()
  const contact = await api.get('contact', 'c1')
  holds<Same<typeof contact.name, PersonName>>()
  holds<Same<typeof contact.shoeSize, number | undefined>>()
  const { deal } = await api.convertLead('l1')
  holds<Same<typeof deal, RecordIn<Config, 'deal'> | undefined>>()
  holds<Same<typeof home.version, number>>()
  // @ts-expect-error there is no such field
  home.nam
}

export async function values(): Promise<void> {
  await api.create('contact', { name: 'Kari Nes', emails: 'kari@example.com', phones: [{ value: '+4722334455' }] })
  await api.update('contact', 'c1', { name: { given: 'Kari' }, shoeSize: null }, { ifVersion: 1 })
  // @ts-expect-error a misspelt field
  await api.create('contact', { nmae: 'Kari Nes' })
  // @ts-expect-error no option of the field
  await api.create('property', { name: 'Villa', kind: 'castle' })
  // @ts-expect-error text where a number belongs
  await api.update('contact', 'c1', { shoeSize: '42' })
}

export async function filters(): Promise<void> {
  await api.list('deal', { where: { propertyId: { kind: 'house' }, amount: { gte: { base: 1 } } }, sort: '-amount' })
  await api.totals('property', { where: { askingPrice: { empty: false } }, groupBy: ['kind'] })
  // @ts-expect-error a misspelt field
  await api.list('deal', { where: { amuont: { gte: { base: 1 } } } })
  // @ts-expect-error no option of a related record's field
  await api.list('deal', { where: { propertyId: { kind: 'castle' } } })
  // @ts-expect-error an operator that the type has not
  await api.totals('property', { where: { kind: { contains: 'h' } } })
}

export async function names(name: string): Promise<void> {
  const anything = await api.get(name, 'id')
  holds<Same<(typeof anything)['whatever'], unknown>>()
  await api.create(name, { whatever: 1 })
  await api.list('unheardOf', { where: { whatever: 1 } })
}

export async function engines(): Promise<void> {
  const crm = await createCrm({ storage: memoryStorage(), config })
  const typed: TypedApi<Config> = crm.as(scope)
  const plain = (await createCrm({ storage: memoryStorage() })).as(scope)
  const lead = await plain.get('lead', 'l1')
  holds<Same<typeof lead.source, string | undefined>>()
  const full: FullCrmApi = typed
  const general: CrmApi = plain
  void [full, general]
}
