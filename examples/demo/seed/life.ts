import type { Crm, CrmApi, StoredRecord } from '@kith/core'
import type { FakeClock } from '@kith/core/testing'
import { ACCOUNTS, type Account, scopeOf } from '../accounts.ts'
import type { Chance } from './chance.ts'
import type { Home, Homes } from './homes.ts'
import type { Land } from './lands.ts'

/** What the story of a company needs. */
export interface Life {
  readonly crm: Crm
  readonly clock: FakeClock
  readonly chance: Chance
  readonly tenant: string
  readonly land: Land
  readonly homes: Homes
  /** Tokens of the accounts who sell. */
  readonly sellers: readonly string[]
  /** First day of the story and the day after its last, `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
  /** New leads on a working day, at first and at last: the company grows. */
  readonly leadsPerDay: readonly [first: number, last: number]
  readonly day: (date: string) => void
  /** What people told and no record holds: the home that a lead asked for, by e-mail address. */
  readonly wishes: Map<string, Home>
  /** Calls in vain, by lead. */
  readonly tries: Map<string, number>
  /** The task that is open, by deal. */
  readonly planned: Map<string, string>
  /** Everybody who is a contact. */
  readonly known: Person[]
  /** Contacts who bought a home. */
  readonly customers: string[]
  /** Names of streets and people that are taken. */
  readonly used: Set<string>
}

export interface Person {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly contactId?: string
}

export const DAY_MS = 86_400_000

export const accountOf = (token: string): Account => ACCOUNTS[token] as Account

export const apiOf = ({ crm }: Life, token: string): CrmApi => crm.as(scopeOf(accountOf(token)))

export const dayOf = (instant: string): string => instant.slice(0, 10)

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / DAY_MS)

/** Minutes that central European time is ahead of UTC on a date: summer time lasts from March to October. */
function aheadOfUtc(date: string): number {
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(Number(date.slice(0, 4)), month, 0))
    last.setUTCDate(last.getUTCDate() - last.getUTCDay())
    return dayOf(last.toISOString())
  }
  return date >= lastSunday(3) && date < lastSunday(10) ? 120 : 60
}

/** The instant of a time of day, in minutes, where the company is. */
export function instantOf(date: string, minutes: number): string {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + (minutes - aheadOfUtc(date)) * 60_000).toISOString()
}

export const isWorkday = (date: string): boolean => ![0, 6].includes(new Date(`${date}T00:00:00.000Z`).getUTCDay())

/** The working day that many working days later. */
export function workdayAfter(date: string, days: number): string {
  let at = date
  for (let left = days; left > 0; ) {
    at = dayOf(new Date(Date.parse(`${at}T00:00:00.000Z`) + DAY_MS).toISOString())
    if (isWorkday(at)) left--
  }
  return at
}

/** Time goes on while people work: what comes due meanwhile is done before they do the next thing. */
export async function passMinutes({ clock, crm }: Life, minutes: number): Promise<void> {
  clock.advance({ minutes })
  await crm.tick()
}

/** A half hour of a working day some working days ahead. */
export function dueAt({ chance, clock }: Life, low: number, high: number): string {
  const date = workdayAfter(dayOf(clock.now()), chance.between(low, high))
  return instantOf(date, 30 * chance.between(17, 31))
}

const plain = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/[ıİ]/g, 'i')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[^a-zA-Z ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.')

/** Part of an address on the site: `fjordveien-14`. */
export const slugOf = (name: string): string =>
  [plain(name.replace(/\d/g, '').trim()), ...name.split(' ').filter((word) => /^\d/.test(word))]
    .join('-')
    .replaceAll('.', '-')

/** Somebody whom nobody knows yet. */
export function person({ chance, land, used }: Life): Person {
  const people = chance.pick(land.people)
  const family = chance.in(0.9) ? people.family : chance.pick(land.people).family
  const name = `${chance.pick(people.given)} ${chance.pick(family)}`
  const again = used.has(name) ? String(chance.between(2, 99)) : ''
  used.add(name)
  const [prefix, low, high] = land.phone
  return {
    name,
    email: `${plain(name)}${again}@example.com`,
    phone: `${prefix}${chance.between(low, high)}`,
  }
}

/** Fills the places of a text. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** The version of a record that was just read or written is the one that the next write names. */
export const since = ({ version }: StoredRecord) => ({ ifVersion: version })
