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
 * pattern, and the time is at most text × pattern, never exponential.
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
  const middle = runs.slice(1, -1)
  return (text) => {
    const characters = [...text]
    let at = endOf(first, characters, 0)
    for (const run of middle) {
      if (at === undefined) return false
      at = findEnd(run, characters, at)
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

function findEnd(run: readonly Step[], text: readonly string[], from: number): number | undefined {
  for (let at = from; at + run.length <= text.length; at++) {
    const end = endOf(run, text, at)
    if (end !== undefined) return end
  }
  return undefined
}
