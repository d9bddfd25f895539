import type { Actor } from '../ports/crm-api.ts'
import type { ChangeDraft } from '../ports/storage.ts'
import { derivedFrom } from '../schema/derive.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'

/** What all changes of one commit share. */
export interface ChangeContext {
  readonly now: string
  readonly actor: Actor
  readonly cause: string
  readonly correlation: string
  readonly source?: Readonly<Record<string, string | number>>
  readonly configVersion: number
  readonly model: Model
  /** A new salt, hex. */
  readonly salt: () => string
}

/** Derived at each write; the log has them as `at`, `actor` and order. */
const NOT_LOGGED = new Set(['version', 'updatedAt', 'updatedBy'])

/** The log entry of one write, or undefined where nothing changed. */
export function draftChange(
  object: string,
  before: StoredRecord | undefined,
  after: StoredRecord,
  context: ChangeContext,
): ChangeDraft | undefined {
  const fields = changedFields(before, after)
  if (before && fields.length === 0) return undefined
  return {
    at: context.now,
    actor: { kind: context.actor.kind, id: context.actor.id },
    cause: context.cause,
    correlation: context.correlation,
    ...(context.source ? { source: context.source } : {}),
    configVersion: context.configVersion,
    object,
    id: after.id,
    subjects: subjectsOf(context.model, object, after, before),
    before: before ? pick(before, fields) : null,
    after: pick(after, fields),
    salt: context.salt(),
  }
}

function changedFields(before: StoredRecord | undefined, after: StoredRecord): readonly string[] {
  const all = new Set([...Object.keys(before ?? {}), ...Object.keys(after)])
  return [...all].filter((field) => !NOT_LOGGED.has(field) && !sameValue(before?.[field], after[field])).sort()
}

/** A field that holds nothing stands in the log as null, so that setting and emptying look different from "not touched". */
function pick(record: StoredRecord, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field, record[field] ?? null]))
}

/** Equal as JSON, with keys in any order. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return (a ?? null) === (b ?? null)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  if (left.length !== Object.keys(b).length) return false
  return left.every(([key, value]) => Object.hasOwn(b, key) && sameValue(value, (b as Record<string, unknown>)[key]))
}

/** Objects whose records are a person, or a person's own words. */
const PERSONS = new Set(['contact', 'lead'])

/** A record that holds personal data is a subject by itself: its entries can be erased with the person that it is about. */
const holdsPersonal = derivedFrom((fields) => Object.values(fields).some((field) => field.personal))

/** Fields that point to a person, and to which object. */
const personFields = derivedFrom((fields) =>
  Object.entries(fields).flatMap(([id, { to }]): [string, string][] =>
    to !== undefined && PERSONS.has(to) ? [[id, to]] : [],
  ),
)

function subjectsOf(
  model: Model,
  object: string,
  ...records: readonly (StoredRecord | undefined)[]
): readonly string[] {
  const subjects = new Set<string>()
  for (const record of records) {
    if (!record) continue
    if (holdsPersonal(model.fields(object))) subjects.add(`${object}:${record.id}`)
    for (const [id, to] of personFields(model.fields(object)))
      if (typeof record[id] === 'string') subjects.add(`${to}:${record[id]}`)
    for (const end of ['from', 'to'] as const)
      if (object === 'link' && PERSONS.has(String(record[`${end}Object`])))
        subjects.add(`${record[`${end}Object`]}:${record[`${end}Id`]}`)
  }
  return [...subjects].sort()
}
