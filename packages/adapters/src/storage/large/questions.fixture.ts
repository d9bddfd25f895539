import type { CrmApi, TotalsQuery } from '@kith/core'
import type { SeededRandom } from '@kith/core/testing'
import { STAGES } from './families.fixture.ts'
import { GIVEN, INDUSTRIES, STEMS } from './names.fixture.ts'

/** What a question may ask with. */
export interface Asker {
  readonly api: CrmApi
  readonly user: string
  readonly random: SeededRandom
  /** Ids of contacts that the asker may see. */
  readonly contacts: readonly string[]
  /** E-mails of contacts, of anybody. */
  readonly emails: readonly string[]
  /** Places in the log of changes that the asker may see, the newest first. */
  readonly seqs: readonly number[]
}

/** A question that a screen asks, as it asks it. Gives how many rows came. */
export type Question = (asker: Asker) => Promise<number>

/** The question whose time must not grow with the store. */
export const TOTALS = 'totals per stage and owner'

export const TOTALS_QUERY: TotalsQuery = {
  where: { pipelineId: 'sales' },
  groupBy: ['stageId', 'ownerId', 'amount.currency'],
  sum: ['amount.amountMinor', 'amount.baseMinor'],
}

const LATE = { kind: 'task', status: 'open', dueAt: { lt: 'now' } } as const

/** What the pages of a CRM ask again and again. */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  async 'list by stage'({ api, random }) {
    const where = { pipelineId: 'sales', stageId: random.pick(STAGES) }
    const first = await api.list('deal', { where, sort: '-stageEnteredAt', limit: 30 })
    if (first.nextCursor === undefined) return first.items.length
    const next = await api.list('deal', { where, sort: '-stageEnteredAt', limit: 30, cursor: first.nextCursor })
    return first.items.length + next.items.length
  },
  async 'my overdue tasks'({ api, user }) {
    const page = await api.list('activity', { where: { ...LATE, ownerId: user }, sort: 'dueAt', limit: 50 })
    return page.items.length
  },
  async search({ api, random }) {
    const text = random.pick([
      `${random.pick(GIVEN)} ${random.pick(STEMS)}`,
      random.pick(GIVEN),
      random.pick(STEMS).slice(0, 2),
      `${random.pick(STEMS)} a`,
    ])
    return (await api.search(text)).length
  },
  async 'filter over a relation'({ api, random }) {
    const where = random.pick([
      { companyId: { industry: random.pick(INDUSTRIES) }, lifecycle: 'customer' },
      { tags: { some: { name: 'vip' } } },
      { companyId: { name: { startsWith: random.pick(STEMS) } } },
    ])
    return (await api.list('contact', { where, limit: 50 })).items.length
  },
  async 'record with timeline'({ api, random, contacts }) {
    const id = random.pick(contacts)
    await api.get('contact', id)
    const around = await Promise.all([
      api.timeline('contact', id, { limit: 50 }),
      api.list('deal', { where: { contactId: id }, limit: 20 }),
      api.list('activity', { where: { contactId: id, status: 'open' }, sort: 'dueAt', limit: 50 }),
    ])
    return around.reduce((sum, { items }) => sum + items.length, 0)
  },
  async [TOTALS]({ api }) {
    return (await api.totals('deal', TOTALS_QUERY)).length
  },
  async 'duplicates by e-mail'({ api, random, emails }) {
    const email = random.pick(emails)
    const [contacts, leads] = await Promise.all([
      api.list('contact', { where: { emails: { some: { eq: email } } }, limit: 10 }),
      api.list('lead', { where: { email }, limit: 10 }),
    ])
    return contacts.items.length + leads.items.length
  },
  async 'changes since'({ api, random, seqs }) {
    const at = random.below(seqs.length)
    let rows = 0
    for await (const _ of api.changes({ after: (seqs[at] ?? 1) - 1 })) if (++rows >= Math.min(50, at + 1)) break
    return rows
  },
}
