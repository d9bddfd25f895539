import type { Json, RulePath } from './rule-editor-types.ts'

/** What stands at a path; undefined where nothing does. */
export const at = (value: unknown, path: RulePath): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined | null)?.[key], value)

/** The same with another value at a path; undefined takes it out. All else stays as it is, also its order. */
export function withValue(value: unknown, [key, ...rest]: RulePath, next: unknown): unknown {
  if (key === undefined) return next
  if (Array.isArray(value)) {
    const inner = withValue(value[Number(key)], rest, next)
    return inner === undefined ? value.filter((_, at) => at !== key) : value.with(Number(key), inner)
  }
  const before = (value ?? {}) as Json
  const inner = withValue(before[key], rest, next)
  if (inner !== undefined) return { ...before, [key]: inner }
  return Object.fromEntries(Object.entries(before).filter(([name]) => name !== key))
}

/** `/then/0/text` for `['then', 0, 'text']`. */
export const pointer = (path: RulePath): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** An id for a rule of this name that none of the known ones has: ASCII, as in addresses. */
export function ruleId(name: string, known: readonly string[]): string {
  const words =
    name
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  const base = words.join('-').slice(0, 56).replace(/-$/, '') || 'rule'
  for (let count = 1; ; count++) {
    const id = count === 1 ? base : `${base}-${count}`
    if (!known.includes(id)) return id
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isWords = (value: unknown) => value === undefined || typeof value === 'string' || isObject(value)
const isListOf = (value: unknown, fits: (one: unknown) => boolean) =>
  value === undefined || (Array.isArray(value) && value.every(fits))

/** Whether JSON has the shape of a rule, so that controls can show it. What it says is for the server to check. */
export function isRule(value: unknown): value is Json {
  if (!isObject(value) || !isListOf(value['then'] ?? null, isStep)) return false
  const { on, label, consent, if: filter } = value
  return isWords(on) && isWords(label) && [consent, filter].every((one) => one === undefined || isObject(one))
}

function isStep(step: unknown): boolean {
  if (!isObject(step)) return false
  const { wait, to, set, fields, if: filter, text, subject, body, question, due } = step
  const objects = [set, filter, due, ...('wait' in step ? [wait] : [])]
  const people = (one: unknown) => typeof one === 'string' || isObject(one)
  const target = step['do'] === 'link-records' ? to === undefined || isObject(to) : isListOf(to, people)
  return (
    target &&
    ['undefined', 'string'].includes(typeof step['do']) &&
    objects.every((one) => one === undefined || isObject(one)) &&
    !('wait' in step && wait === undefined) &&
    isListOf(fields, (one) => typeof one === 'string') &&
    [text, subject, body, question].every(isWords)
  )
}
