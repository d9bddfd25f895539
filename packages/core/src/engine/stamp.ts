import type { NewRecord, Write } from '../domain/types.ts'
import type { Actor } from '../ports/crm-api.ts'
import { derivedFrom } from '../schema/derive.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { FieldMap, Money } from '../schema/types.ts'
import { KithError } from '../shared/errors.ts'
import { issue } from '../shared/issues.ts'
import { minorDigits } from '../shared/money.ts'
import type { TenantState } from './tenant-state.ts'

/** What the engine adds to each record that a plan writes. */
export interface StampContext {
  readonly now: string
  readonly actor: Actor
  readonly state: TenantState
}

export function actorName(actor: Actor): string {
  return `${actor.kind}:${actor.id}`
}

/** The record to store for a write, before its access keys are known. */
export function stampWrite(write: Write, context: StampContext): StoredRecord {
  const by = actorName(context.actor)
  const fields = context.state.model.fields(write.object)
  if (write.kind === 'create') return stampNew(write.record, fields, by, context)
  const merged: Record<string, unknown> = { ...write.before, ...withBase(write.set, context.state) }
  return clean({ ...merged, version: write.before.version + 1, updatedAt: context.now, updatedBy: by })
}

function stampNew(record: NewRecord, fields: FieldMap, by: string, context: StampContext): StoredRecord {
  const stamps = { version: 1, createdAt: context.now, createdBy: by, updatedAt: context.now, updatedBy: by }
  return clean({ ...defaultsOf(fields), ...withBase(record, context.state), ...stamps })
}

const defaultsOf = derivedFrom((fields) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([id, field]) => (field.default === undefined ? [] : [[id, field.default]])),
  ),
)

/** Nothing is stored as absent. */
function clean(record: Record<string, unknown>): StoredRecord {
  for (const field of Object.keys(record)) if (isNothing(record[field])) delete record[field]
  return record as unknown as StoredRecord
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Fills `baseMinor` and `rateOn` of every amount whose currency has a rate; leaves it out where there is none. */
function withBase<Values extends Readonly<Record<string, unknown>>>(values: Values, state: TenantState): Values {
  const out: Record<string, unknown> = { ...values }
  for (const [field, value] of Object.entries(values)) if (isMoney(value)) out[field] = toBase(field, value, state)
  return out as Values
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amountMinor' in value && 'currency' in value
}

const MAX_BASE = Number.MAX_SAFE_INTEGER

/** @throws KithError `INVALID_INPUT` past the safe integers: no store and no sum would keep it exact */
function toBase(field: string, money: Money, state: TenantState): Money {
  const { amountMinor, currency } = money
  if (currency === state.baseCurrency) return { amountMinor, currency, baseMinor: amountMinor }
  const rate = state.rates?.perUnit[currency]
  if (rate === undefined || state.rates === undefined) return { amountMinor, currency }
  const scale = 10 ** (minorDigits(state.baseCurrency) - minorDigits(currency))
  const baseMinor = Math.round(amountMinor * rate * scale)
  if (!Number.isSafeInteger(baseMinor))
    throw new KithError('INVALID_INPUT', {
      issues: [issue(`/${field}/amountMinor`, 'too-large', { maximum: MAX_BASE })],
    })
  return { amountMinor, currency, baseMinor, rateOn: state.rates.on }
}
