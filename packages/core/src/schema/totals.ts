import { refuseDefinition } from './check-definition.ts'
import type { Model } from './model.ts'
import { singleSlot } from './slots.ts'
import { systemFields } from './system-fields.ts'
import type { ObjectDefinition, SlotRef } from './types.ts'

/** What totals may be kept by: each more makes more of them. */
const MAX_KEYS = 8

/** Slots that totals of an object are kept by, and those that are added up. */
export interface KeptTotals {
  readonly keys: readonly SlotRef[]
  readonly sums: readonly SlotRef[]
}

/** @throws KithError `INVALID_DEFINITION` for what is no single value from code, a sum of what is no whole number, or too many keys */
export function checkTotals({ name, fields, totals }: Pick<ObjectDefinition, 'name' | 'fields' | 'totals'>): void {
  if (!totals) return
  const all = { ...systemFields(name), ...fields }
  const path = `/${name}/totals`
  const { by, sum = [] } = totals
  if (by.length === 0 || by.length > MAX_KEYS) refuseDefinition(`${path}/by`, `name 1 to ${MAX_KEYS} fields`)
  for (const [part, slots] of Object.entries({ by, sum }))
    slots.forEach((slot, at) => {
      const ref = singleSlot(all, slot)
      if (!ref || slot === 'id') refuseDefinition(`${path}/${part}/${at}`, `"${slot}" is no field with one value`)
      if (
        slots.findIndex(
          (one) => singleSlot(all, one)?.slot === ref.slot && singleSlot(all, one)?.field === ref.field,
        ) !== at
      )
        refuseDefinition(`${path}/${part}/${at}`, `"${slot}" is there twice`)
      if (part === 'sum' && ref.kind !== 'integer')
        refuseDefinition(`${path}/sum/${at}`, `"${slot}" is no whole number: its sum would depend on the order`)
    })
}

/**
 * The totals that a store is asked to keep of an object; undefined where it declares none.
 *
 * @throws KithError `UNKNOWN_OBJECT`
 * @example
 * keptTotals(model, 'deal') // { keys: [{ field: 'pipelineId', slot: 'value', … }, …], sums: [{ field: 'amount', slot: 'amountMinor', … }] }
 */
export function keptTotals(model: Model, object: string): KeptTotals | undefined {
  const { name, totals } = model.object(object)
  if (!totals) return undefined
  const fields = model.fields(name)
  const refs = (paths: readonly string[]) => paths.flatMap((path) => singleSlot(fields, path) ?? [])
  return { keys: refs(totals.by), sums: refs(totals.sum ?? []) }
}
