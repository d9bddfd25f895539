import { fold } from './fold.ts'

/** A piece of a glob: any run, one character, or this text. */
export type GlobPart = '*' | '?' | { readonly text: string }

/**
 * Takes a glob apart, for stores that have wildcards of their own. `*` is any run, `?` one character (code point), a
 * backslash takes the next character literally; a last backslash stands for itself. Runs of `*` are one.
 */
export function globParts(pattern: string): GlobPart[] {
  const parts: GlobPart[] = []
  let text = ''
  const characters = [...pattern]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    if (character !== '*' && character !== '?') {
      text += character === '\\' ? (characters[++at] ?? '\\') : character
      continue
    }
    if (text !== '') parts.push({ text })
    text = ''
    if (character === '?' || parts.at(-1) !== '*') parts.push(character)
  }
  if (text !== '') parts.push({ text })
  return parts
}

/** Makes a glob that stands for exactly this text. */
export function globEscape(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&')
}

/** Folds the texts of a glob and leaves its wildcards: what a Condition holds as `pattern`. */
export function foldGlob(pattern: string): string {
  return globParts(pattern)
    .map((part) => (typeof part === 'string' ? part : globEscape(fold(part.text))))
    .join('')
}

/**
 * Compiles a glob to a test of whole texts. Both are taken as they are: fold them before. No RegExp is made of the
 * pattern, and the time is text × pattern / 32 at most, never exponential.
 *
 * @example
 * const test = globToMatcher('*berg')
 * test('heidelberg') // true
 */
export function globToMatcher(pattern: string): (text: string) => boolean {
  const runs = splitRuns(globParts(pattern))
  const first = runs[0] as readonly Step[]
  if (runs.length === 1) return (text) => endOf(first, [...text], 0, true) !== undefined
  const last = runs.at(-1) as readonly Step[]
  const middle = runs.slice(1, -1).map(finder)
  return (text) => {
    const characters = [...text]
    let at = endOf(first, characters, 0)
    for (const find of middle) {
      if (at === undefined) return false
      at = find(characters, at)
    }
    const tail = characters.length - last.length
    return at !== undefined && tail >= at && endOf(last, characters, tail) !== undefined
  }
}

/** One character, or undefined for any one. */
type Step = string | undefined

/** The steps between the stars. */
function splitRuns(parts: readonly GlobPart[]): Step[][] {
  const runs: Step[][] = [[]]
  for (const part of parts) {
    if (part === '*') runs.push([])
    else (runs.at(-1) as Step[]).push(...(part === '?' ? [undefined] : part.text))
  }
  return runs
}

function endOf(run: readonly Step[], text: readonly string[], at: number, whole = false): number | undefined {
  const end = at + run.length
  if (whole ? end !== text.length : end > text.length) return undefined
  return run.every((step, index) => step === undefined || step === text[at + index]) ? end : undefined
}

type Finder = (text: readonly string[], from: number) => number | undefined

/**
 * Finds where a run first ends, in one pass: a bit for each step says that the steps up to it end here (shift-and:
 * R. Baeza-Yates and G. Gonnet, A New Approach to Text Searching, CACM 35, 1992). Time is text × pattern / 32.
 */
function finder(run: readonly Step[]): Finder {
  const words = Math.ceil(run.length / 32)
  const masks = new Map<Step, Int32Array>()
  for (const step of new Set([undefined, ...run])) masks.set(step, maskOf(run, step, words))
  const any = masks.get(undefined) as Int32Array
  const last = 1 << ((run.length - 1) % 32)
  return (text, from) => {
    const state = new Int32Array(words)
    for (let at = from; at < text.length; at++) {
      const mask = masks.get(text[at]) ?? any
      let carry = 1
      for (let word = 0; word < words; word++) {
        const bits = state[word] as number
        state[word] = ((bits << 1) | carry) & (mask[word] as number)
        carry = bits >>> 31
      }
      if (((state[words - 1] as number) & last) !== 0) return at + 1
    }
    return undefined
  }
}

/** The steps that a character passes. */
function maskOf(run: readonly Step[], character: Step, words: number): Int32Array {
  const mask = new Int32Array(words)
  for (const [index, step] of run.entries()) {
    if (step === undefined || step === character) mask[index >> 5] = (mask[index >> 5] as number) | (1 << (index & 31))
  }
  return mask
}
