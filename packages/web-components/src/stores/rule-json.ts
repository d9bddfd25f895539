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
