import type { CrmApi } from '../../index.ts'
import { equal, refused } from '../storage-contract/assert.ts'
import { type ApiCase, aDealOf } from './kit.ts'

const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })

async function threeDeals(admin: CrmApi): Promise<void> {
  await aDealOf(admin, { name: 'Ærlig tak', amount: euro(300) })
  await aDealOf(admin, { name: 'Byggeplass', amount: euro(100) })
  await aDealOf(admin, { name: 'Åpning', amount: euro(200) })
}

const names = async (admin: CrmApi, query: Parameters<CrmApi['list']>[1]) =>
  (await admin.list('deal', query)).items.map((record) => record['name'])

export const listCases: readonly ApiCase[] = [
  {
    name: 'a Filter selects',
    async run({ admin }) {
      await threeDeals(admin)
      equal(await names(admin, { where: { name: { startsWith: 'bYGG' } } }), ['Byggeplass'])
      equal(await names(admin, { where: { amount: { gte: euro(200) } }, sort: 'amount' }), ['Åpning', 'Ærlig tak'])
    },
  },
  {
    name: 'a sort orders, both ways',
    async run({ admin }) {
      await threeDeals(admin)
      equal(await names(admin, { sort: 'amount' }), ['Byggeplass', 'Åpning', 'Ærlig tak'])
      equal(await names(admin, { sort: '-amount' }), ['Ærlig tak', 'Åpning', 'Byggeplass'])
    },
  },
  {
    name: 'pages have everything once',
    async run({ admin }) {
      for (let at = 0; at < 5; at++) await aDealOf(admin, { name: `Deal ${at}` })
      const seen: unknown[] = []
      let cursor: string | undefined
      do {
        const page = await admin.list('deal', { sort: 'name', limit: 2, ...(cursor ? { cursor } : {}) })
        seen.push(...page.items.map((record) => record['name']))
        cursor = page.nextCursor
      } while (cursor)
      equal(seen, ['Deal 0', 'Deal 1', 'Deal 2', 'Deal 3', 'Deal 4'])
    },
  },
  {
    name: 'a Filter that cannot be used is refused with its place',
    run: async ({ admin }) =>
      refused(admin.list('deal', { where: { or: [{ shoeSize: 44 }] } }), 'INVALID_FILTER', { path: '/or/0/shoeSize' }),
  },
  {
    name: 'a misspelt parameter is refused, not an unfiltered list',
    async run({ admin }) {
      await refused(admin.list('deal', { were: { name: 'Byggeplass' } } as never), 'INVALID_INPUT')
      await refused(admin.totals('deal', { group: ['stageId'] } as never), 'INVALID_INPUT')
      await refused(admin.search('Byggeplass', { object: 'deal' } as never), 'INVALID_INPUT')
      await refused(admin.log({ object: 'deal' } as never), 'INVALID_INPUT')
    },
  },
  {
    name: 'a sort that cannot be used is refused',
    run: async ({ admin }) => refused(admin.list('deal', { sort: 'shoeSize' }), 'INVALID_SORT'),
  },
  {
    name: 'a cursor of nobody is refused',
    run: async ({ admin }) => refused(admin.list('deal', { cursor: 'nonsense' }), 'INVALID_CURSOR'),
  },
  {
    name: 'a page holds 1 to 200 records',
    async run({ admin }) {
      await refused(admin.list('deal', { limit: 0 }), 'INVALID_INPUT')
      await refused(admin.list('deal', { limit: 201 }), 'INVALID_INPUT')
    },
  },
  {
    name: 'words are found by their beginnings, without regard to case and marks',
    async run({ admin }) {
      await threeDeals(admin)
      equal(await names(admin, { search: 'apn' }), ['Åpning'])
      const found = await admin.search('BYGG', { objects: ['deal'] })
      equal(
        found.map(({ object, record }) => [object, record['name']]),
        [['deal', 'Byggeplass']],
      )
    },
  },
  {
    name: 'totals count and add up by groups',
    async run({ admin }) {
      await threeDeals(admin)
      const rows = await admin.totals('deal', { groupBy: ['stageId', 'amount.currency'], sum: ['amount.amountMinor'] })
      equal(rows, [{ keys: ['enquiry', 'EUR'], count: 3, sums: [600] }])
    },
  },
  {
    name: 'totals have only what the caller may see',
    async run({ admin, agent, stranger }) {
      await threeDeals(admin)
      for (const api of [agent, stranger]) {
        const rows = await api.totals('deal', { groupBy: ['stageId'] })
        equal(
          rows.filter(({ count }) => count > 0),
          [],
        )
        equal((await api.list('deal')).items, [])
        equal(await api.search('bygg'), [])
      }
    },
  },
]
