import { createModel, type Scope, type StoredRecord, standardObjects } from '@kith/core'
import { fold } from '@kith/core/shared'
import type { Batch, Claim, Model } from '@kith/core/storage'

/** Who works in the bench: one tenant, and somebody who sees everything in it. */
export const TENANT = { tenant: 'main' }
export const SCOPE: Scope = { tenant: 'main', actor: { kind: 'user', id: 'ida' }, roles: ['admin'] }

export const PAGE_SIZE = 50
/** Pages that a reader turns before it begins again. */
export const PAGES = 20
export const FOUND = 20

const GIVEN = 'Kari Ola Per Åse Łukasz Zoë Jürgen Ida Nils Bjørn Maria Ana José Emma Noah Kasimir'.split(' ')
const FAMILY = 'Nordmann Hansen Müller Kowalski Øverby García Smith Jones Tanaka Rossi Novák Dubois Karlsen'.split(' ')
const TITLES = ['Manager', 'Buyer', 'Architect', 'Head of purchasing', 'Engineer']
const LIFECYCLES = ['prospect', 'customer', 'former', 'other'] as const
const SOURCES = ['website', 'fair', 'referral']
const OWNERS = ['ida', 'ola', 'per']

/** The standard objects, as every app has them. */
export function benchModel(): Model {
  return createModel(standardObjects)
}

/** The number of a contact in twelve digits: part of its id and of its address, and so in everything that is written of it. */
export function digitsOf(number: number): string {
  return String(number).padStart(12, '0')
}

export function idOf(number: number): string {
  return `0199a000-0000-7000-8000-${digitsOf(number)}`
}

const pick = <Of>(list: readonly Of[], at: number) => list[at % list.length] as Of
/** Spreads neighbours, always in the same way. */
const spread = (number: number) => Math.imul(number + 1, 2_654_435_761) >>> 0

/** What somebody enters of a contact. */
export function inputOf(number: number) {
  const [given, family] = [pick(GIVEN, spread(number) >>> 3), `${pick(FAMILY, spread(number) >>> 9)}${number % 97}`]
  return {
    name: { given, family, full: `${given} ${family}` },
    emails: [{ value: `${fold(given)}.${digitsOf(number)}@example.com`, kind: 'work', primary: true }],
    phones: [{ value: `+4790${100_000 + (number % 900_000)}`, kind: 'mobile', primary: true }],
    title: pick(TITLES, spread(number) >>> 5),
    lifecycle: pick(LIFECYCLES, spread(number) >>> 7),
    locale: 'nb',
    source: pick(SOURCES, spread(number) >>> 11),
  }
}

/** The record of a contact, as the engine would give it to a store. */
export function contactOf(number: number): StoredRecord {
  const at = new Date(1_700_000_000_000 + number * 10_000).toISOString()
  const owner = pick(OWNERS, spread(number) >>> 13)
  return {
    id: idOf(number),
    version: 1,
    createdAt: at,
    createdBy: `user:${owner}`,
    updatedAt: at,
    updatedBy: `user:${owner}`,
    ownerId: owner,
    teamId: 'inside-sales',
    access: ['t:inside-sales', `u:${owner}`],
    ...inputOf(number),
  }
}

/** The batch that writes a new contact. */
export function batchOf(record: StoredRecord): Batch {
  return {
    expect: [{ object: 'contact', id: record.id, exists: false }],
    claim: [claimOf(record)],
    put: [{ object: 'contact', record }],
  }
}

/** All of them in one. */
export function joined(batches: readonly Batch[]): Batch {
  return {
    expect: batches.flatMap(({ expect }) => expect ?? []),
    claim: batches.flatMap(({ claim }) => claim ?? []),
    put: batches.flatMap(({ put }) => put ?? []),
  }
}

function claimOf(record: StoredRecord): Claim {
  const [mail] = record['emails'] as readonly { readonly value: string }[]
  return { space: 'contact.emails', key: fold(mail?.value ?? ''), object: 'contact', id: record.id }
}

/** What is typed into the search field, one after the other: beginnings of words, frequent and rare ones. */
export function searchOf(at: number): readonly string[] {
  const number = spread(at)
  const [given, family] = [fold(pick(GIVEN, number >>> 3)), fold(pick(FAMILY, number >>> 9))]
  const beginnings = [[given, family.slice(0, 3)], [`${family}${at % 97}`], [given.slice(0, 3), `${family}${at % 97}`]]
  return pick(beginnings, at)
}
