import type { Batch } from '../ports/storage.ts'
import type { Model } from '../schema/model.ts'
import { KithError } from '../shared/errors.ts'

/** Checks that the model has every object of a batch. @throws KithError `UNKNOWN_OBJECT` */
export function checkObjects({ expect = [], put = [], remove = [], add = [] }: Batch, model: Model): void {
  for (const part of [expect, put, remove, add]) for (const { object } of part) model.object(object)
}

/**
 * The refusal of a claim that another record holds.
 *
 * @param space `object.field`, or the name of a purpose.
 */
export function alreadyClaimed(space: string, held: { readonly object: string; readonly id: string }): KithError {
  const field = space.slice(space.indexOf('.') + 1)
  return new KithError('ALREADY_EXISTS', { object: held.object, field, id: held.id, space })
}

/**
 * A sum as a number, as long as it is exact.
 *
 * @throws KithError `SUM_TOO_LARGE` past 2^53 - 1
 */
export function safeSum(sum: bigint, field: string): number {
  if (sum > Number.MAX_SAFE_INTEGER || sum < Number.MIN_SAFE_INTEGER) throw new KithError('SUM_TOO_LARGE', { field })
  return Number(sum)
}
