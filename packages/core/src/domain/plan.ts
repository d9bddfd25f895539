import type { StoredRecord } from '../schema/record.ts'
import type { DomainEvent, NewRecord, Plan, Write } from './types.ts'

/** A plan that changes nothing: the answer to what is already so. */
export const NOTHING: Plan = { writes: [], events: [] }

/** Values as an operation gives them: undefined and null stand for "nothing". */
export type Values = Readonly<Record<string, unknown>>

/** A record to be made. What holds nothing is left out. */
export function create(object: string, record: NewRecord): Write {
  return { kind: 'create', object, record: withoutNothing(record) as NewRecord }
}

/** A record to be changed; `set` as in {@link Write}. */
export function update(object: string, before: StoredRecord, set: Values): Write {
  return { kind: 'update', object, before, set }
}

/** An update of what really differs, or no write at all. */
export function updateIfNeeded(object: string, before: StoredRecord, set: Values): readonly Write[] {
  const changed = Object.entries(set).filter(([field, value]) => !sameValue(before[field], value))
  return changed.length > 0 ? [update(object, before, Object.fromEntries(changed))] : []
}

/** What happened to a record, for rules and hooks. */
export function event(type: string, object: string, id: string, data?: Values): DomainEvent {
  return data ? { type, object, id, data: withoutNothing(data) } : { type, object, id }
}

/** Joins plans of parts of one operation, in order. */
export function joinPlans(...plans: readonly Plan[]): Plan {
  const of = <Key extends keyof Plan>(key: Key) => plans.flatMap((plan) => (plan[key] ?? []) as readonly unknown[])
  const optional = (['reliesOn', 'claims', 'releases', 'numbers', 'adds', 'jobs'] as const)
    .map((key) => [key, of(key)] as const)
    .filter(([, entries]) => entries.length > 0)
  return { writes: of('writes'), events: of('events'), ...Object.fromEntries(optional) } as Plan
}

/** The id of the first record of an object that a plan makes, if it makes one. */
export function createdId(plan: Plan, object: string): string | undefined {
  const write = plan.writes.find((candidate) => candidate.kind === 'create' && candidate.object === object)
  return write?.kind === 'create' ? write.record.id : undefined
}

/** The entries of an object that hold something. */
export function withoutNothing(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value)))
}

/** Whether a value is stored as absent. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Equal as JSON, with keys in any order; all ways to hold nothing are equal. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right || (isNothing(left) && isNothing(right))) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const entries = Object.entries(left)
  const other = right as Record<string, unknown>
  return (
    entries.length === Object.keys(other).length &&
    entries.every(([key, value]) => Object.hasOwn(other, key) && sameValue(value, other[key]))
  )
}
