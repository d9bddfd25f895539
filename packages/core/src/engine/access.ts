import { checkFilter } from '../filter/check.ts'
import { compileCondition } from '../filter/compile.ts'
import type { Condition, FilterContext } from '../filter/types.ts'
import type { Permission, Role, Scope } from '../ports/crm-api.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { KithError } from '../shared/errors.ts'
import { issue } from '../shared/issues.ts'

export type Action = 'read' | 'create' | 'update' | 'delete'

/** What one scope may do with one object, compiled once. */
export interface ObjectAccess {
  readonly actions: ReadonlySet<Action>
  /** Condition on the records that an action may touch. */
  condition(action: Action): Condition
  allows(action: Action, record: StoredRecord): boolean
  /** Whether a field may be shown, written, filtered and sorted by. */
  canSee(field: string): boolean
  readonly masked: ReadonlySet<string>
}

/** What one scope may do. */
export interface Access {
  of(object: string): ObjectAccess
  readonly canConfigure: boolean
}

const EVERY: readonly Action[] = ['read', 'create', 'update', 'delete']

/** Keys of the scope's actor: records whose `access[]` holds one of them are the actor's or the actor's teams'. */
export function actorKeys(scope: Scope): readonly string[] {
  return [`u:${scope.actor.id}`, ...(scope.teams ?? []).map((team) => `t:${team}`)]
}

/**
 * Compiles the roles of a scope. Services and rules act for the app itself and may do everything in their tenant;
 * visitors and customers come through public operations only and may do nothing here.
 */
export function resolveAccess(scope: Scope, model: Model, roles: readonly Role[], context: FilterContext): Access {
  const trusted = scope.actor.kind === 'service' || scope.actor.kind === 'rule'
  const held = trusted ? [] : roles.filter((role) => scope.roles.includes(role.id))
  const cache = new Map<string, ObjectAccess>()
  return {
    canConfigure: trusted || held.some((role) => role.configure === true),
    of(object) {
      const known = cache.get(object)
      if (known) return known
      model.object(object)
      const permissions = trusted ? [{ object, actions: EVERY }] : permissionsFor(object, held)
      const access = compileAccess(object, permissions, scope, model, context)
      cache.set(object, access)
      return access
    },
  }
}

function permissionsFor(object: string, roles: readonly Role[]): readonly Permission[] {
  if (object === 'tenant') return []
  return roles.flatMap((role) => role.permissions.filter((p) => p.object === object || p.object === '*'))
}

function compileAccess(
  object: string,
  permissions: readonly Permission[],
  scope: Scope,
  model: Model,
  context: FilterContext,
): ObjectAccess {
  const condition = remembered((action: Action) =>
    anyOf(permissions.filter((p) => p.actions.includes(action)).map((p) => whereOf(p, object, scope, model, context))),
  )
  const predicate = remembered((action: Action) => compileCondition(condition(action)))
  const masked = maskedBy(permissions)
  return {
    actions: new Set(permissions.flatMap((p) => p.actions)),
    masked,
    condition,
    allows: (action, record) => predicate(action)(record),
    canSee: (field) => !masked.has(field),
  }
}

/** Makes what is asked for when it is first asked for: most calls are about one action. */
function remembered<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new Map<Key, Made>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(key)
    known.set(key, made)
    return made
  }
}

function whereOf(
  permission: Permission,
  object: string,
  scope: Scope,
  model: Model,
  context: FilterContext,
): Condition {
  const { where } = permission
  if (where === undefined) return { op: 'true' }
  if (where === 'own') return holdsKey([`u:${scope.actor.id}`])
  if (where === 'team') return holdsKey(actorKeys(scope))
  const actor = { id: scope.actor.id, teams: scope.teams ?? [], keys: actorKeys(scope) }
  return checkFilter(model, object, where, { ...context, actor }, { ownFields: true })
}

function holdsKey(keys: readonly string[]): Condition {
  const ref = { field: '', slot: 'value', kind: 'text', type: 'multiSelect' } as const
  return { op: 'someItem', field: 'access', of: { op: 'in', ref, values: keys } }
}

function anyOf(conditions: readonly Condition[]): Condition {
  if (conditions.some((c) => c.op === 'true')) return { op: 'true' }
  if (conditions.length === 0) return { op: 'false' }
  return conditions.length === 1 ? (conditions[0] as Condition) : { op: 'or', of: conditions }
}

/** A field is masked only where every permission that lets the actor read masks it. */
function maskedBy(permissions: readonly Permission[]): ReadonlySet<string> {
  const readers = permissions.filter((p) => p.actions.includes('read'))
  const first = readers[0]
  if (!first) return new Set()
  return new Set((first.mask ?? []).filter((field) => readers.every((p) => p.mask?.includes(field))))
}

/** The record without what is masked. */
export function maskRecord(record: StoredRecord, access: ObjectAccess): StoredRecord {
  if (access.masked.size === 0) return record
  return Object.fromEntries(Object.entries(record).filter(([field]) => access.canSee(field))) as unknown as StoredRecord
}

/** The same for many. */
export function maskRecords(records: readonly StoredRecord[], access: ObjectAccess): readonly StoredRecord[] {
  return access.masked.size === 0 ? records : records.map((record) => maskRecord(record, access))
}

/** A field that is masked for the caller is as unknown as one that is not there. @throws KithError `INVALID_INPUT` */
export function refuseMasked(values: Readonly<Record<string, unknown>>, access: ObjectAccess, base = ''): void {
  if (typeof values !== 'object' || values === null)
    throw new KithError('INVALID_INPUT', { issues: [issue(base, 'type', { expected: 'an object' })] })
  const issues = Object.keys(values)
    .filter((field) => access.masked.has(field))
    .map((field) => ({ path: `${base}/${field}`, code: 'unknown-field', message: 'There is no such field.' }))
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
}

/** @throws KithError `FORBIDDEN` when no role gives the action at all */
export function requireAction(access: Access, object: string, action: Action): ObjectAccess {
  const of = access.of(object)
  if (!of.actions.has(action)) throw new KithError('FORBIDDEN', { action, object })
  return of
}
