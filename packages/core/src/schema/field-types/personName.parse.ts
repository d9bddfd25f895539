import * as z from 'zod'
import type { PersonName } from '../types.ts'
import { type FieldParser, line, withoutEmpty } from './parser.ts'

const part = line(200).nullish()
const input = z.strictObject({ full: part, given: part, family: part })
const stored = z.object({ full: z.string(), given: z.string().optional(), family: z.string().optional() })

/** `{ full, given, family }`; a plain text is split, and a missing full form is joined. */
export const parsePersonName: FieldParser = (_, { mode }) =>
  mode === 'stored'
    ? stored
    : z.union([line(200), input]).transform((value) => (typeof value === 'string' ? splitName(value) : joinName(value)))

function joinName(value: z.output<typeof input>): PersonName | undefined {
  const { full, given, family } = value
  const whole = full || [given, family].filter(Boolean).join(' ')
  if (whole === '') return undefined
  return given || family ? (withoutEmpty({ full: whole, given, family }) as PersonName) : splitName(whole)
}

/** Words that begin a family name: `Ludwig van Beethoven`. */
const PARTICLES = new Set(
  'af al bin da de del della den der di dos du el ibn la le ten ter van von zu zum zur'.split(' '),
)

const AFTER_COMMA = /^(?:jr|sr|i{1,3}|iv|ph\.?d|m\.?d|mba|esq)\.?$/i

/**
 * Splits a name as it is usual in most of Europe and America: the last word and the particles before it are the family
 * name; `Nordmann, Kari` names the family first. One word, or a script without spaces, is left whole. `full` stays as written.
 */
export function splitName(text: string): PersonName | undefined {
  const full = text.trim()
  if (full === '') return undefined
  const [before = '', after = '', more] = full.split(/\s*,\s*/)
  if (full.includes(','))
    return before === '' || after === '' || more !== undefined || AFTER_COMMA.test(after)
      ? { full }
      : { full, given: after, family: before }
  const words = full.split(/\s+/)
  if (words.length === 1) return { full }
  let at = words.length - 1
  while (at > 1 && PARTICLES.has((words[at - 1] as string).toLowerCase())) at--
  return { full, given: words.slice(0, at).join(' '), family: words.slice(at).join(' ') }
}
