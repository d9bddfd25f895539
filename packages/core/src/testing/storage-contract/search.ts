import { equal, refused } from './assert.ts'
import { ALL, byId, type ContractCase, eq, ids, KIND, type Kit, NORTH, NOW, SOUTH, THERE, TITLE, thing } from './kit.ts'

async function people({ storage }: Kit): Promise<void> {
  await storage.commit(NORTH, {
    put: [
      thing('a', { title: 'Kåre Østby', kind: 'a', mail: [{ value: 'kare@ostby.no' }, { value: 'post@firma.de' }] }),
      thing('b', { title: 'Karen O’Brien', kind: 'b', person: { full: 'Karen Łukasz' } }),
      thing('c', { title: 'Ole', secret: 'karen', note: 'spoke with kare' }),
      thing('d', { title: 'Kari', deletedAt: NOW }),
    ],
  })
  await storage.commit(SOUTH, { put: [thing('z', { title: 'Kåre Sør' })] })
}

/** What is searched for, already folded, and who is found. */
const searches: readonly { readonly words: readonly string[]; readonly found: readonly string[] }[] = [
  { words: ['kar'], found: ['a', 'b', 'd'] },
  { words: ['kare'], found: ['a', 'b'] },
  { words: ['ostby'], found: ['a'] },
  { words: ['os', 'ka'], found: ['a'] },
  { words: ['ka', 'ol'], found: [] },
  { words: ['firma'], found: ['a'] },
  { words: ['brien'], found: ['b'] },
  { words: ['luk'], found: ['b'] },
  { words: ['are'], found: [] },
  { words: ['xyz'], found: [] },
  { words: ['or'], found: [] },
  { words: ['"'], found: [] },
  { words: ['kar"', 'or'], found: [] },
  { words: ['kar*'], found: [] },
  { words: ['-ole'], found: [] },
  { words: ['words:kare'], found: [] },
  { words: ['ka', 'ka', 'kare'], found: ['a', 'b'] },
]

const common = (id: string, more = '') => ({
  object: 'place',
  record: { id, version: 1, name: `Common ${id} ${more}` },
})
const places = (storage: Kit['storage'], word: string) => ids(storage, { search: [word] }, NORTH, 'place')

const searching: readonly ContractCase[] = [
  ...searches.map(({ words, found }) => ({
    name: `finds ${found.length === 0 ? 'nobody' : found.join(', ')} by words that begin with ${words.join(' and ')}`,
    run: async (kit: Kit) => {
      await people(kit)
      equal(await ids(await kit.again(), { search: words }), found)
    },
  })),
  {
    name: 'finds all that one commit changed and made by a word that they share, and nobody that it took out',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: ['a', 'b', 'c', 'd'].map((id) => common(id)) })
      await kit.storage.commit(NORTH, { put: [common('a', 'again'), common('e')] })
      equal(await places(kit.storage, 'common'), ['a', 'b', 'c', 'd', 'e'])
      const other = { object: 'place', record: { id: 'c', version: 2, name: 'Other' } }
      const remove = [{ object: 'place', id: 'd' }]
      await kit.storage.commit(NORTH, { put: [common('b', 'again'), other, common('f')], remove })
      equal(await places(kit.storage, 'common'), ['a', 'b', 'e', 'f'])
      equal(await places(await kit.again(), 'comm'), ['a', 'b', 'e', 'f'])
      equal(await places(kit.storage, 'other'), ['c'])
    },
  },
  {
    name: 'finds all that commits at once changed and made by a word that they share, and nobody that they took out',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: ['a', 'b', 'c'].map((id) => common(id)) })
      await Promise.all([
        kit.storage.commit(NORTH, { put: [common('a', 'again')] }),
        kit.storage.commit(NORTH, { remove: [{ object: 'place', id: 'b' }] }),
        kit.storage.commit(NORTH, { put: [common('c', 'again')] }),
        kit.storage.commit(NORTH, { put: [common('d')] }),
      ])
      equal(await places(kit.storage, 'common'), ['a', 'c', 'd'])
      equal(await places(await kit.again(), 'again'), ['a', 'c'])
    },
  },
  {
    name: 'searches within a condition, in the order that was asked for, page by page',
    run: async (kit: Kit) => {
      await people(kit)
      equal(await ids(kit.storage, { search: ['kar'], where: THERE }), ['a', 'b'])
      equal(await ids(kit.storage, { search: ['kar'], where: eq(KIND, 'b') }), ['b'])
      equal(await ids(kit.storage, { search: ['kar'], sort: { ...byId, direction: 'desc' }, limit: 2 }), ['d', 'b'])
      equal(
        await ids(kit.storage, {
          search: ['kar'],
          sort: { ref: TITLE, direction: 'asc' },
          after: { value: 'kare ostby', id: 'a' },
        }),
        ['b', 'd'],
      )
    },
  },
  {
    name: 'searches nothing where no words are given',
    run: async (kit: Kit) => {
      await people(kit)
      equal(await ids(kit.storage, { search: [] }), ['a', 'b', 'c', 'd'])
    },
  },
  {
    name: 'never finds another tenant by its words',
    run: async (kit: Kit) => {
      await people(kit)
      equal(await ids(kit.storage, { search: ['kare'] }, SOUTH), ['z'])
      equal(await ids(kit.storage, { search: ['sor'] }), [])
      equal(await ids(kit.storage, { search: ['kare'] }, { tenant: 'nobody' }), [])
    },
  },
  {
    name: 'finds a record by its new words, and not by its old',
    run: async (kit: Kit) => {
      await people(kit)
      await kit.storage.commit(NORTH, {
        put: [thing('a', { title: 'Nils', version: 2 })],
        remove: [{ object: 'thing', id: 'b' }],
      })
      const again = await kit.again()
      equal(await ids(again, { search: ['kar'] }), ['d'])
      equal(await ids(again, { search: ['nil'] }), ['a'])
    },
  },
  {
    name: 'finds by the folded text of run-time fields',
    run: async (kit: Kit) => {
      await kit.storage.commit(NORTH, {
        put: [
          {
            ...thing('a', { x_nick: 'Bjørn' }),
            custom: [{ field: 'x_nick', slot: 'fold', value: 'bjorn', indexed: false }],
          },
        ],
      })
      equal(await ids(await kit.again(), { search: ['bjo'] }), ['a'])
    },
  },
  {
    name: 'finds words of scripts without case',
    run: async (kit: Kit) => {
      await kit.storage.commit(NORTH, {
        put: [thing('a', { title: '李小龍' }), thing('b', { title: 'שלום עולם' }), thing('c', { title: 'हिन्दी' })],
      })
      equal(await ids(kit.storage, { search: ['李'] }), ['a'])
      equal(await ids(kit.storage, { search: ['עול'] }), ['b'])
      equal(await ids(kit.storage, { search: ['हि'] }), ['c'])
    },
  },
  {
    name: 'ranks what it finds: the same records as without, as many as were asked for',
    async run(kit) {
      await people(kit)
      const ranked = await ids(kit.storage, { search: ['kar'], ranked: true })
      equal([...ranked].sort(), ['a', 'b', 'd'])
      equal((await ids(kit.storage, { search: ['kar'], ranked: true, limit: 2 })).length, 2)
      equal(await ids(kit.storage, { search: ['kar'], ranked: true, where: eq(KIND, 'b') }), ['b'])
      equal(await ids(kit.storage, { search: ['kare'], ranked: true }, SOUTH), ['z'])
    },
  },
  {
    name: 'keeps to the order that was asked for where nothing is searched or a page goes on',
    async run(kit) {
      await people(kit)
      equal(await ids(kit.storage, { ranked: true }), ['a', 'b', 'c', 'd'])
      equal(await ids(kit.storage, { search: ['kar'], ranked: true, after: { value: 'a', id: 'a' } }), ['b', 'd'])
    },
  },
  {
    name: 'finds a word whatever its letters were made of, and Turkish and Polish letters by plain ones',
    async run(kit) {
      const titles = { a: 'Ångström', b: 'A\u030angstro\u0308m', c: '\u212bngstr\u00f6m', d: 'İğdır', e: 'Łódź' }
      await kit.storage.commit(NORTH, { put: Object.entries(titles).map(([id, title]) => thing(id, { title })) })
      equal(await ids(kit.storage, { search: ['angstrom'] }), ['a', 'b', 'c'])
      equal(await ids(kit.storage, { search: ['igd'] }), ['d'])
      equal(await ids(kit.storage, { search: ['lodz'] }), ['e'])
    },
  },
]

export const searchCases: readonly ContractCase[] = [
  ...searching.map((one) => ({ ...one, needs: 'fullText' as const })),
  {
    name: 'refuses to search where it does not support it',
    async run({ storage }) {
      if (storage.supports.fullText) return
      const search = { where: ALL, sort: byId, limit: 1, search: ['a'] }
      await refused(storage.find(NORTH, 'thing', search), 'NOT_SUPPORTED')
      equal(await ids(storage, { search: [] }), [])
    },
  },
]
