import { deepFreeze } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'
import type { ObjectDefinition } from '../../schema/types.ts'

/** Exchange rates: units (not minor) of the base currency for one unit of each currency. */
export interface Rates {
  /** Day that the rates are of, `YYYY-MM-DD`. */
  readonly on: string
  readonly perUnit: Readonly<Record<string, number>>
}

/** When people work. */
export interface WorkingCalendar {
  /** Days of the week by ISO 8601: Monday 1 to Sunday 7. */
  readonly days: readonly number[]
  /** Wall time, `HH:MM`. */
  readonly from: string
  readonly to: string
  /** Days off, `YYYY-MM-DD`. */
  readonly holidays?: readonly string[]
}

const fields = {
  name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true }),
  /** IANA time zone. */
  zone: f.text({ label: { en: 'Time zone', nb: 'Tidssone' }, maxLength: 64, searchable: false }),
  locale: f.text({ label: { en: 'Language', nb: 'Språk' }, maxLength: 35, searchable: false }),
  /** ISO 4217. */
  baseCurrency: f.text({ label: { en: 'Base currency', nb: 'Basisvaluta' }, maxLength: 3, searchable: false }),
  calendar: f.json<WorkingCalendar>({ label: { en: 'Working days', nb: 'Arbeidsdager' } }),
  rates: f.json<Rates>({ label: { en: 'Exchange rates', nb: 'Valutakurser' } }),
}

/**
 * A customer of the app: one company with its own data and settings. Its id is the tenant's name in every call.
 * Made without `defineObject`, which keeps this name from apps.
 */
export const tenant: ObjectDefinition<'tenant', typeof fields> = deepFreeze({
  name: 'tenant',
  plural: 'tenants',
  label: { en: 'Tenant', nb: 'Virksomhet' },
  pluralLabel: { en: 'Tenants', nb: 'Virksomheter' },
  title: 'name',
  operationsOnly: true,
  fields,
})

/** A record of {@link tenant}. */
export type Tenant = RecordOf<typeof tenant>
