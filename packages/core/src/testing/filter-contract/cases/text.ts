import type { FilterCase } from './filter-case.ts'

const named = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name, index) => [`${index + 1}`, { name }]))

/** Text compares folded: case, diacritics and composition do not count; order is by code points. */
export const TEXT_CASES: readonly FilterCase[] = [
  {
    name: 'text is equal without case, marks and composition',
    records: named('Åse', 'A\u030ase', 'ASE', 'åsE', 'Åsen', 'A se'),
    where: { name: 'åse' },
    finds: ['1', '2', '3', '4'],
  },
  {
    name: 'letters that Unicode does not decompose fold to their base',
    records: named('Łódź', 'Ærø', 'Straße', 'Đorđe', 'Þór'),
    where: { name: { in: ['lodz', 'AERO', 'STRASSE', 'dorde', 'thor'] } },
    finds: ['1', '2', '3', '4', '5'],
  },
  {
    name: 'Turkish dotted and dotless i are one letter, in any locale',
    records: named('ISPARTA', 'ısparta', 'İsparta', 'isparta', 'esparta'),
    where: { name: 'Isparta' },
    finds: ['1', '2', '3', '4'],
  },
  {
    name: 'compatibility forms are the letters they stand for',
    records: named('ﬁn', 'Ｆｉｎ', 'fin', 'f in'),
    where: { name: { eq: 'FIN' } },
    finds: ['1', '2', '3'],
  },
  {
    name: 'typographic quotes and dashes are the plain ones',
    records: named('O’Brien–Ås', "o'brien-as", 'obrien as'),
    where: { name: "O'Brien-Ås" },
    finds: ['1', '2'],
  },
  {
    name: 'Greek final sigma is a sigma',
    records: named('ΟΔΟΣ', 'οδός', 'οδοσ', 'οδο'),
    where: { name: 'ΟΔΌΣ' },
    finds: ['1', '2', '3'],
  },
  {
    name: 'contains, startsWith and endsWith find folded text and no wildcard of any back end',
    records: named('100% Ø_x', '100 Oox', 'a100% o_x', '100% o_x!'),
    where: { and: [{ name: { contains: '% ø_' } }, { name: { startsWith: '100%' } }, { name: { endsWith: '_X' } }] },
    finds: ['1'],
  },
  {
    name: 'contains takes stars, question marks and backslashes literally',
    records: named('a*b', 'axb', 'a?b', 'a\\b'),
    where: { or: [{ name: { contains: '*' } }, { name: { contains: '?' } }, { name: { contains: '\\' } }] },
    finds: ['1', '3', '4'],
  },
  {
    name: 'a glob is about the whole text: a star is any run, a question mark one character',
    records: named('Berg', 'Bergen', 'Heidelberg', 'Bxrg', 'Brg'),
    where: { name: { glob: 'b?rg*' } },
    finds: ['1', '2', '4'],
  },
  {
    name: 'a question mark is one character also past U+FFFF',
    records: named('a😀b', 'a😀😀b', 'axb', 'ab'),
    where: { name: { glob: 'a?b' } },
    finds: ['1', '3'],
  },
  {
    name: 'a backslash in a glob takes the next character literally',
    records: named('50*', '500', '5*0', '50'),
    where: { name: { glob: '5?\\*' } },
    finds: ['1'],
  },
  {
    name: 'brackets, per cent and underscore mean nothing in a glob',
    records: named('[a]%_', 'a%_', 'xx', '[b]%_'),
    where: { name: { glob: '[a]%_' } },
    finds: ['1'],
  },
  {
    name: 'an empty pattern is in every text and in no nothing',
    records: { ...named('x', ' '), none: {} },
    where: { name: { contains: '' } },
    finds: ['1', '2'],
  },
  {
    name: 'ranges of text go by code points of the folded text',
    records: named('Zebra', 'apple', 'Éclair', 'éa', 'f', '｡', '😀'),
    where: { name: { gte: 'E', lt: '😀' } },
    finds: ['1', '3', '4', '5', '6'],
  },
  {
    name: 'quotes and commands in a text are text',
    records: named("'; drop table sample; --", 'x'),
    where: { name: "'; DROP TABLE sample; --" },
    finds: ['1'],
  },
  {
    name: 'ids and options compare by their bytes',
    records: { a: { ownerId: 'u1' }, b: { ownerId: 'U1' }, c: { ownerId: 'ü1' } },
    where: { ownerId: { in: ['u1'] } },
    finds: ['a'],
  },
  {
    name: 'access keys compare by their bytes',
    records: { a: { access: ['u:u1', 't:x'] }, b: { access: ['u:U1'] }, c: {} },
    where: { access: { in: { actor: 'keys' } } },
    finds: ['a'],
  },
  {
    name: 'a phone number is found by a part of it',
    records: { a: { phone: '+4722334455' }, b: { phone: '+4622334455' }, c: {} },
    where: { phone: { startsWith: '+47', endsWith: '4455' } },
    finds: ['a'],
  },
  {
    name: 'a person is found by the full name, an address by any part and by its city alone',
    records: {
      a: { person: { full: 'Kåre Ås', given: 'Kåre', family: 'Ås' }, home: { street: 'Oslo gate 1', city: 'Ålesund' } },
      b: { person: { full: 'Kari Ås' }, home: { city: 'OSLO', country: 'NO' } },
    },
    where: { person: { endsWith: ' as' }, home: { contains: 'oslo', city: { ne: 'oslo' } } },
    finds: ['a'],
  },
]
