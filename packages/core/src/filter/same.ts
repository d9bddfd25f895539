/**
 * Whether two stored values are the same: primitives as `===`, lists entry by entry, objects member by member in any
 * order. A member that is undefined is not there.
 */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const [own, others] = [membersOf(left), membersOf(right)]
  return own.size === others.size && [...own].every(([key, value]) => others.has(key) && isSame(value, others.get(key)))
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, member]) => member !== undefined))
}
