import type { Rates, WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import { checkSort } from '../filter/sort.ts'
import type { Storage } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { FieldDefinition, FieldMap } from '../schema/types.ts'
import type { CrmConfig } from './config.ts'
import { createRuleSet } from './rules/rule-set.ts'
import type { TenantState } from './tenant-state.ts'

/** What the engine knows of each tenant, read when first needed. */
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
): Tenants {
  const states = new Map<string, Promise<TenantState>>()
  return {
    get(tenant) {
      const known = states.get(tenant)
      if (known) return known
      const state = loadTenant(tenant, storage, model, config)
      states.set(tenant, state)
      state.catch(() => states.delete(tenant))
      return state
    },
    forget(tenant) {
      states.delete(tenant)
    },
  }
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
