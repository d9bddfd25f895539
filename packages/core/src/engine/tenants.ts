import type { Rates, WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import { checkSort } from '../filter/sort.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { slotRef } from '../schema/slots.ts'
import type { FieldDefinition, FieldMap, SlotRef } from '../schema/types.ts'
import type { CrmConfig } from './config.ts'
import { createRuleSet } from './rules/rule-set.ts'
import type { TenantState } from './tenant-state.ts'

/** What the engine knows of each tenant, read when first needed, and again when another process changed it. */
export interface Tenants {
  get(tenant: string): Promise<TenantState>
  /** A commit changed the settings or the run-time fields. */
  forget(tenant: string): void
}

const MAX_FIELDS = 1_000
const MAX_RULES = 10_000

/** Objects whose records are a tenant's settings. */
export const SETTINGS: ReadonlySet<string> = new Set(['tenant', 'fieldDefinition', 'rule'])

export function createTenants(
  storage: Storage,
  model: Model,
  config: Pick<CrmConfig, 'roles' | 'rules' | 'scores'>,
  clock: Clock,
): Tenants {
  const nowMs = () => Date.parse(clock.now())
  const all = new Map<string, KnownTenant>()
  const read = (tenant: string): Promise<TenantState> => {
    // Read first: what changes while the settings are read is seen at the next look.
    const mark = markOf(tenant, storage, model)
    const state = mark.then(() => loadTenant(tenant, storage, model, config))
    const known: KnownTenant = { state, mark, lookedAt: nowMs() }
    all.set(tenant, known)
    state.catch(() => all.get(tenant) === known && all.delete(tenant))
    return state
  }
  return {
    async get(tenant) {
      const known = all.get(tenant)
      if (!known) return read(tenant)
      const now = nowMs()
      // A clock that was set back has not passed either, but looks as if it never would.
      if (Math.abs(now - known.lookedAt) < LOOK_EVERY_MS) return known.state
      known.lookedAt = now
      if ((await markOf(tenant, storage, model)) === (await known.mark)) return known.state
      return all.get(tenant) === known ? read(tenant) : this.get(tenant)
    },
    forget(tenant) {
      all.delete(tenant)
    },
  }
}

interface KnownTenant {
  readonly state: Promise<TenantState>
  readonly mark: Promise<string>
  /** Milliseconds. */
  lookedAt: number
}

/** Settings that another process changed are taken on within so many milliseconds. */
const LOOK_EVERY_MS = 1_000

/** Another text whenever something of a tenant's settings was made, changed or removed. */
async function markOf(tenant: string, storage: Storage, model: Model): Promise<string> {
  const [settings] = await storage.get({ tenant }, 'tenant', [tenant])
  const marks: unknown[] = [settings?.version]
  for (const object of ['fieldDefinition', 'rule']) {
    const ref = slotRef(model, object, 'version') as SlotRef
    const measures = [{ fn: 'count' }, { fn: 'sum', ref }] as const
    const [row] = await storage.aggregate({ tenant }, object, { where: { op: 'true' }, groupBy: [], measures })
    marks.push(row?.values)
  }
  return JSON.stringify(marks)
}

async function loadTenant(
  tenant: string,
  storage: Storage,
  model: Model,
  { roles, rules, scores }: Pick<CrmConfig, 'roles' | 'rules' | 'scores'>,
): Promise<TenantState> {
  const [settings] = await storage.get({ tenant }, 'tenant', [tenant])
  const sort = checkSort(model, 'fieldDefinition', 'createdAt')
  const where = { op: 'empty', field: 'deletedAt' } as const
  const definitions = await storage.find({ tenant }, 'fieldDefinition', { where, sort, limit: MAX_FIELDS })
  const stored = await storage.find({ tenant }, 'rule', { where, sort, limit: MAX_RULES })
  const grown = definitions.length > 0 ? model.withFields(fieldsOf(definitions)) : model
  const rates = settings?.['rates'] as Rates | undefined
  const calendar = settings?.['calendar'] as WorkingCalendar | undefined
  return {
    tenant,
    name: text(settings, 'name', tenant),
    zone: text(settings, 'zone', 'UTC'),
    locale: text(settings, 'locale', 'en'),
    baseCurrency: text(settings, 'baseCurrency', 'EUR'),
    ...(rates ? { rates } : {}),
    ...(calendar ? { calendar } : {}),
    model: grown,
    roles,
    rules: createRuleSet(rules, stored, grown),
    scores,
    configVersion: [settings, ...definitions, ...stored].reduce((sum, record) => sum + (record?.version ?? 0), 0),
  }
}

function text(record: StoredRecord | undefined, field: string, fallback: string): string {
  const value = record?.[field]
  return typeof value === 'string' ? value : fallback
}

function fieldsOf(definitions: readonly StoredRecord[]): Readonly<Record<string, FieldMap>> {
  const fields = new Map<string, Record<string, FieldDefinition>>()
  for (const record of definitions) {
    const object = String(record['object'])
    const of = fields.get(object) ?? {}
    of[String(record['fieldId'])] = { ...(record['definition'] as FieldDefinition), custom: true }
    fields.set(object, of)
  }
  return Object.fromEntries(fields)
}
