import type { Condition } from '../../filter/types.ts'
import { equal, holds } from './assert.ts'
import { ALL, byId, type ContractCase, eq, ids, type Kit, NORTH, one, record, slot, TITLE, thing, walk } from './kit.ts'

/** Texts of one word each that people take for the same, with what they are folded to. */
const alike: readonly { readonly name: string; readonly fold: string; readonly titles: readonly string[] }[] = [
  {
    name: 'whole letters, letters with marks and compatible signs',
    fold: 'angstrom',
    titles: ['\u00c5ngstr\u00f6m', 'A\u030angstro\u0308m', '\u212bngström', 'angstrom'],
  },
  { name: 'Turkish letters with and without a dot', fold: 'igdir', titles: ['Iğdır', 'İğdir', 'ığdır', 'IGDIR'] },
  { name: 'Polish letters', fold: 'zazolc', titles: ['Zażółć', 'ZAŻÓŁĆ', 'za\u017co\u0301łc\u0301', 'zazolc'] },
  {
    name: 'Norwegian and German letters',
    fold: 'osterstrasse',
    titles: ['Østerstraße', 'ØSTERSTRASSE', 'osterstraẞe'],
  },
  { name: 'full-width and ligatured letters', fold: 'office', titles: ['ｏｆｆｉｃｅ', 'oﬃce', 'OFFICE'] },
  {
    name: 'text with marks of direction and joiners that nobody sees',
    fold: 'שלום',
    titles: ['שלום', '\u200fשלום\u200e', 'שָׁלוֹם', 'ש\u2060לום'],
  },
  { name: 'Greek with its two small sigmas', fold: 'οδοσ', titles: ['ΟΔΟΣ', 'οδος', 'Ὀδός'] },
  { name: 'Cyrillic in both cases', fold: 'иж', titles: ['ИЖ', 'иж', 'йж'] },
]

const foldedAlike: readonly ContractCase[] = alike.map(({ name, fold, titles }) => ({
  name: `finds alike ${name}, and keeps each as it was written`,
  async run(kit: Kit) {
    await kit.storage.commit(NORTH, {
      put: [...titles.map((title, at) => thing(`t${at}`, { title })), thing('other', { title: `${fold}x` })],
    })
    const again = await kit.again()
    equal(
      await ids(again, { where: eq(TITLE, fold) }),
      titles.map((_, at) => `t${at}`),
    )
    for (const [at, title] of titles.entries()) equal(await one(again, `t${at}`), record(`t${at}`, { title }))
    const [group] = await again.aggregate(NORTH, 'thing', {
      where: eq(TITLE, fold),
      groupBy: [TITLE],
      measures: [{ fn: 'count' }],
    })
    equal(group, { keys: [fold], values: [titles.length] })
  },
}))

/** Ids in the order of their code points, which is not that of UTF-16 units, nor of any language. */
const oddIds = [
  ' ',
  '"',
  '%',
  "'; --",
  '*',
  '/',
  '1',
  '10',
  '2',
  ':',
  'A',
  'B',
  'Z',
  '[',
  '\\',
  '_',
  'a',
  'aa',
  'b',
  'i',
  'z',
  'ä',
  'ø',
  'ı',
  'ﬀ',
  '～',
  '𐐀',
  '😀',
  '😀😀',
]

const exact = (text: string): Condition => ({
  op: 'someItem',
  field: 'labels',
  of: eq(slot('', 'fold', 'text', 'text'), text),
})

export const unicodeCases: readonly ContractCase[] = [
  ...foldedAlike,
  {
    name: 'takes ids byte by byte, and sorts them by code points',
    async run(kit) {
      await kit.storage.commit(NORTH, { put: [...oddIds].reverse().map((id) => thing(id, { title: id })) })
      const again = await kit.again()
      equal(await ids(again), oddIds)
      for (const id of oddIds) equal((await one(again, id))?.['title'], id)
      for (const limit of [1, 4])
        equal(await walk(again, { where: ALL, sort: byId, limit }, (found) => found.id), oddIds, `Pages of ${limit}`)
      equal(await ids(again, { sort: { ...byId, direction: 'desc' } }), [...oddIds].reverse())
    },
  },
  {
    name: 'keeps apart ids that only look alike',
    async run(kit) {
      const lookalikes = ['\u00e5', 'a\u030a', '\u212b', 'ı', 'i', 'İ', 'а', 'a', 'ﬀ', 'ff', '\u200ba']
      await kit.storage.commit(NORTH, { put: lookalikes.map((id, count) => thing(id, { count })) })
      await kit.storage.commit(NORTH, {
        expect: lookalikes.map((id) => ({ object: 'thing', id, version: 1 })),
        remove: [{ object: 'thing', id: 'a\u030a' }],
      })
      const again = await kit.again()
      for (const [count, id] of lookalikes.entries())
        equal((await one(again, id))?.['count'], id === 'a\u030a' ? undefined : count)
    },
  },
  {
    name: 'sorts texts of many scripts by folded code points, in pages too',
    async run({ storage }) {
      const rising = ['Ørsta', 'Ωmega', 'Иж', 'שלום', 'مرحبا', 'हिन्दी', '한국', '李小龍', '𐐀', '😀']
      const folded = ['orsta', 'ωmega', 'иж', 'שלום', 'مرحبا', 'हिन्दी', '한국'.normalize('NFKD'), '李小龍', '𐐨', '😀']
      const order = rising.map((_, at) => at).sort((a, b) => byCodePoints(folded[a] ?? '', folded[b] ?? ''))
      await storage.commit(NORTH, { put: rising.map((title, at) => thing(`t${at}`, { title })) })
      const expected = order.map((at) => `t${at}`)
      const sort = { ref: TITLE, direction: 'asc' as const }
      equal(await ids(storage, { sort }), expected)
      const pages = await walk(storage, { where: ALL, sort, limit: 3 }, ({ id }) => folded[Number(id.slice(1))])
      equal(pages, expected, 'Pages of 3')
    },
  },
  {
    name: 'finds entries of lists by folded text, emoji and joined families too',
    async run(kit) {
      const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'
      await kit.storage.commit(NORTH, {
        put: [thing('a', { labels: ['Blå', family] }), thing('b', { labels: ['BLA\u030a'] }), thing('c')],
      })
      const again = await kit.again()
      equal(await ids(again, { where: exact('bla') }), ['a', 'b'])
      equal(await ids(again, { where: exact('\u{1f468}\u{1f469}\u{1f467}') }), ['a'])
      equal((await one(again, 'a'))?.['labels'], ['Blå', family])
    },
  },
  {
    name: 'matches a character of any plane by one question mark, never half of it',
    async run({ storage }) {
      await storage.commit(NORTH, { put: [thing('a', { title: 'x😀y' }), thing('b', { title: 'xøy' })] })
      const glob = (pattern: string) => ids(storage, { where: { op: 'glob', ref: TITLE, pattern } })
      equal(await glob('x?y'), ['a', 'b'])
      equal(await glob('x??y'), [])
      equal(await glob('*😀*'), ['a'])
    },
  },
  {
    name: 'keeps a text of every letter of the basic plane, and finds its record',
    async run(kit) {
      let note = ''
      for (let unit = 0x20; unit < 0xd800; unit++) note += String.fromCharCode(unit)
      for (let unit = 0xe000; unit < 0x10000; unit++) note += String.fromCharCode(unit)
      await kit.storage.commit(NORTH, { put: [thing('a', { note })] })
      holds((await one(await kit.again(), 'a'))?.['note'] === note, 'every letter is as it was')
      equal(await ids(kit.storage, { where: { op: 'empty', field: 'note' } }), [])
    },
  },
]

function byCodePoints(left: string, right: string): number {
  const [a, b] = [[...left], [...right]]
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
