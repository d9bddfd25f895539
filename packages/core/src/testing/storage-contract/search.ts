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

/** Runs where full text is offered; where it is not, checks that it is refused. */
function searching(run: ContractCase['run']): ContractCase['run'] {
  return async (kit) => {
    if (kit.storage.supports.fullText) return run(kit)
    await refused(
      kit.storage.find(NORTH, 'thing', { where: ALL, sort: byId, limit: 1, search: ['a'] }),
      'NOT_SUPPORTED',
    )
  }
}

export const searchCases: readonly ContractCase[] = [
  ...searches.map(({ words, found }) => ({
    name: `finds ${found.length === 0 ? 'nobody' : found.join(', ')} by words that begin with ${words.join(' and ')}`,
    run: searching(async (kit) => {
      await people(kit)
      equal(await ids(await kit.again(), { search: words }), found)
    }),
  })),
  {
    name: 'searches within a condition, in the order that was asked for, page by page',
    run: searching(async (kit) => {
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
    }),
  },
  {
    name: 'searches nothing where no words are given',
    run: searching(async (kit) => {
      await people(kit)
      equal(await ids(kit.storage, { search: [] }), ['a', 'b', 'c', 'd'])
    }),
  },
  {
    name: 'never finds another tenant by its words',
    run: searching(async (kit) => {
      await people(kit)
      equal(await ids(kit.storage, { search: ['kare'] }, SOUTH), ['z'])
      equal(await ids(kit.storage, { search: ['sor'] }), [])
      equal(await ids(kit.storage, { search: ['kare'] }, { tenant: 'nobody' }), [])
    }),
  },
  {
    name: 'finds a record by its new words, and not by its old',
    run: searching(async (kit) => {
      await people(kit)
      await kit.storage.commit(NORTH, {
        put: [thing('a', { title: 'Nils', version: 2 })],
        remove: [{ object: 'thing', id: 'b' }],
      })
      const again = await kit.again()
      equal(await ids(again, { search: ['kar'] }), ['d'])
      equal(await ids(again, { search: ['nil'] }), ['a'])
    }),
  },
  {
    name: 'finds by the folded text of run-time fields',
    run: searching(async (kit) => {
      await kit.storage.commit(NORTH, {
        put: [
          {
            ...thing('a', { x_nick: 'Bjørn' }),
            custom: [{ field: 'x_nick', slot: 'fold', value: 'bjorn', indexed: false }],
          },
        ],
      })
      equal(await ids(await kit.again(), { search: ['bjo'] }), ['a'])
    }),
  },
  {
    name: 'finds words of scripts without case',
    run: searching(async (kit) => {
      await kit.storage.commit(NORTH, {
        put: [thing('a', { title: '李小龍' }), thing('b', { title: 'שלום עולם' }), thing('c', { title: 'हिन्दी' })],
      })
      equal(await ids(kit.storage, { search: ['李'] }), ['a'])
      equal(await ids(kit.storage, { search: ['עול'] }), ['b'])
      equal(await ids(kit.storage, { search: ['हि'] }), ['c'])
    }),
  },
]
