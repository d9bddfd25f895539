import type { Rates, WorkingCalendar } from '../domain/tenant/tenant.schema.ts'
import type { Role } from '../ports/crm-api.ts'
import type { Score } from '../rules/score.ts'
import type { Model } from '../schema/model.ts'
import type { RuleSet } from './rules/rule-set.ts'

/** What the engine knows of a tenant while it works: settings, run-time fields, roles. Read once, dropped when they change. */
export interface TenantState {
  readonly tenant: string
  readonly name: string
  readonly zone: string
  readonly locale: string
  readonly baseCurrency: string
  readonly rates?: Rates
  readonly calendar?: WorkingCalendar
  /** The app's model with the tenant's run-time fields. */
  readonly model: Model
  readonly roles: readonly Role[]
  readonly rules: RuleSet
  readonly scores: readonly Score[]
  /** Version of the tenant's configuration, written into each change. */
  readonly configVersion: number
}
