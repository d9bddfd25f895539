import { createCrm, defineCrm, type FullCrmApi, type Role, type Scope } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { type SeededRandom, seededRandom } from '@kith/core/testing'
import { ADMIN, NOW, type Office, sellerScope, TENANT } from './office.fixture.ts'
import { type Asker, QUESTIONS, TOTALS } from './questions.fixture.ts'

/** Times of one question, in milliseconds. */
export interface Times {
  readonly p50: number
  readonly p95: number
  readonly most: number
  /** Of the processor in this process: what others do at the same time does not count. */
  readonly cpuP95: number
  /** Rows of all answers: a question that never finds anything measures nothing. */
  readonly rows: number
}

/** Times by question, for an administrator and for ordinary sellers. */
export type Measured = Readonly<Record<string, { readonly admin: Times; readonly seller: Times }>>

/** Something of an administrator and of a seller. */
export type ByAsker = Readonly<Record<'admin' | 'seller', number>>

const SELLERS = 4
const WARM = 5

interface Measuring {
  readonly office: Office
  readonly seed: number
  readonly runs: number
  /** Told which question comes, before it does. */
  readonly asking?: (question: string) => void
}

/**
 * Asks each question many times, with other parameters each time.
 */
export async function measure(
  storage: Storage,
  { office, seed, runs, asking = () => {} }: Measuring,
): Promise<Measured> {
  const crm = await createCrm({ storage, jobsEveryMs: 0, clock: { now: () => NOW } })
  const random = seededRandom(seed)
  const known = await knownContacts(crm.as(ADMIN), random)
  const emails = known.flatMap((contact) => (contact['emails'] as { value: string }[]).map(({ value }) => value))
  const asker = async (scope: Scope): Promise<Asker> => {
    const api = crm.as(scope)
    const ids = (await knownContacts(api, random)).map(({ id }) => id)
    return { api, user: scope.actor.id, random, contacts: ids, emails, seqs: await seqsOf(api) }
  }
  const users = Array.from({ length: SELLERS }, () => random.pick(office.users))
  const sellers: Asker[] = []
  for (const user of users) sellers.push(await asker(sellerScope(office, user)))
  const admin = [await asker(ADMIN)]
  const measured: Record<string, { admin: Times; seller: Times }> = {}
  for (const name of Object.keys(QUESTIONS)) {
    asking(name)
    measured[name] = { admin: await timesOf(name, admin, runs), seller: await timesOf(name, sellers, runs) }
  }
  return measured
}

/** Sees deals by what they are worth, which no key of the kept totals says. */
const BY_WORTH: Role = {
  id: 'by-worth',
  label: 'Large deals',
  permissions: [
    { object: 'deal', actions: ['read'], where: { amount: { gte: { amountMinor: 2_500_000, currency: 'EUR' } } } },
  ],
}

/** Times of totals for somebody whose permission only the records themselves can tell: they are counted. */
export async function measureCounted(storage: Storage, { seed, runs }: Pick<Measuring, 'seed' | 'runs'>) {
  const config = defineCrm({ roles: [BY_WORTH], rules: [] })
  const crm = await createCrm({ storage, jobsEveryMs: 0, clock: { now: () => NOW }, config })
  const api = crm.as({ tenant: TENANT, actor: { kind: 'user', id: 'chief' }, roles: [BY_WORTH.id] })
  const nobody = { user: 'chief', random: seededRandom(seed), contacts: [], emails: [], seqs: [] }
  return timesOf(TOTALS, [{ api, ...nobody }], runs)
}

/** How many milliseconds totals take, in the middle of many: to be compared with those of another store. */
export async function measureTotals(storage: Storage, { office, seed, runs }: Measuring): Promise<ByAsker> {
  const crm = await createCrm({ storage, jobsEveryMs: 0, clock: { now: () => NOW } })
  const random = seededRandom(seed)
  const p50 = async (scope: Scope) => {
    const asker = { api: crm.as(scope), user: scope.actor.id, random, contacts: [], emails: [], seqs: [] }
    return (await timesOf(TOTALS, [asker], runs)).p50
  }
  return { admin: await p50(ADMIN), seller: await p50(sellerScope(office, random.pick(office.users))) }
}

async function timesOf(name: string, askers: readonly Asker[], runs: number): Promise<Times> {
  const times: number[] = []
  const cpu: number[] = []
  let rows = 0
  for (let run = -WARM; run < runs; run++) {
    const asker = askers[(run + WARM) % askers.length] as Asker
    const start = performance.now()
    const used = process.cpuUsage()
    const found = await QUESTIONS[name]?.(asker)
    if (run >= 0) {
      times.push(performance.now() - start)
      const { user, system } = process.cpuUsage(used)
      cpu.push((user + system) / 1_000)
    }
    rows += found ?? 0
  }
  return { p50: at(times, 0.5), p95: at(times, 0.95), most: at(times, 1), cpuP95: at(cpu, 0.95), rows }
}

/** What such a part of some numbers does not pass: with 0.5 the middle one. */
export function at(times: readonly number[], part: number): number {
  const sorted = times.toSorted((left, right) => left - right)
  return Math.round((sorted[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0) * 100) / 100
}

/** Contacts from all over the three years. */
async function knownContacts(api: FullCrmApi, random: SeededRandom) {
  const { items } = await api.list('contact', { sort: 'createdAt', limit: 100 })
  const from = Date.parse(String(items[0]?.['createdAt']))
  const found = [...items]
  for (let turn = 0; turn < 10; turn++) {
    const before = new Date(from + random.next() * (Date.parse(NOW) - from)).toISOString()
    const page = await api.list('contact', { where: { createdAt: { lt: before } }, sort: '-createdAt', limit: 20 })
    found.push(...page.items)
  }
  return found
}

/** Changes that the asker may see among the newest 10,000, which are as many as a stream takes up again. */
async function seqsOf(api: FullCrmApi): Promise<number[]> {
  const seqs: number[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 5; pages++) {
    const page = await api.log({ limit: 200, ...(cursor ? { cursor } : {}) })
    seqs.push(...page.items.map(({ seq }) => seq))
    cursor = page.nextCursor
    if (cursor === undefined) break
  }
  return seqs
}
