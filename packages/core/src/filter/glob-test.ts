import { globParts, globToMatcher } from '../shared/glob.ts'

/**
 * Compiles a glob to a test of whole texts, as {@link globToMatcher} does; patterns of stars and plain text alone, which
 * is what `contains` and its like are, search by the host's own text search and without taking texts apart.
 */
export function globTest(pattern: string): (text: string) => boolean {
  const parts = globParts(pattern)
  if (parts.includes('?')) return globToMatcher(pattern)
  const runs = ['']
  for (const part of parts) {
    if (part === '*') runs.push('')
    else runs[runs.length - 1] += (part as { readonly text: string }).text
  }
  const [first = '', ...rest] = runs
  const last = rest.pop()
  if (last === undefined) return (text) => text === first
  return (text) => {
    let at = text.startsWith(first) ? first.length : -1
    for (const run of rest) {
      if (at < 0) return false
      const found = text.indexOf(run, at)
      at = found < 0 ? -1 : found + run.length
    }
    return at >= 0 && text.length - last.length >= at && text.endsWith(last)
  }
}
