import type { SeededRandom } from '@kith/core/testing'

const words = (text: string) => text.split(' ')

const GIVEN = words(
  `Kari Ola Solveig Lars Håkon Astrid Sigurd Åse Jørn Marit Eirik Silje Øyvind Hanne Magnus Ragnhild Ida Stian Emre Zeynep
  Çağla Mehmet Elif İbrahim Agnieszka Wojciech Małgorzata Łukasz Zofia Paweł Siti Ahmad Nurul Farid Sanne Daan Femke Bram
  Noor Joost Maud Thijs Anouk Ruben Lotte Sem Priya Rajesh Wei Ling`.replaceAll(/\s+/g, ' '),
)
const STEMS = words(
  'Berg Nes Haug Sol Øver Ødeg Bår Dal Strøm Tang Kvam Loft Røn Sæt Mykle Bratt Yıl Dem Öz Şah Nowa Kacz Wrób Maz Vis Smit Mul Graa',
)
const ENDS = words('strøm vik heim land stad lien set moen bakk røm dal nes ås gård tveit rud holt foss lund skog')
const INDUSTRIES = words('retail health building transport food energy media law schools farming travel steel')

/** Some 28,000 names of persons, no two as common as names really are, but each of them often. */
export function personName(random: SeededRandom) {
  const given = random.pick(GIVEN)
  const family = `${random.pick(STEMS)}${random.pick(ENDS)}`
  return { full: `${given} ${family}`, given, family }
}

export function companyName(random: SeededRandom): string {
  return `${random.pick(STEMS)}${random.pick(ENDS)} ${random.pick(['AS', 'BV', 'AB', 'GmbH'])}`
}

/** Folded as an address can be. */
export function emailOf(name: { readonly given: string; readonly family: string }, number: number): string {
  const plain = `${name.given}.${name.family}`.normalize('NFKD').replaceAll(/[^A-Za-z.]/g, '')
  return `${plain.toLowerCase()}.${number}@${INDUSTRIES[number % INDUSTRIES.length]}.example`
}

export const industryOf = (random: SeededRandom) => random.pick(INDUSTRIES)
export { GIVEN, INDUSTRIES, STEMS }
