import { checkFilter } from '../filter/check.ts'
import { compileCondition, type Lookup } from '../filter/compile.ts'
import { describeFilter } from '../filter/describe.ts'
import { requiredFields } from '../filter/required-fields.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { StoredRecord } from '../schema/record.ts'
import type { ConditionResult, RuleContext } from './types.ts'

/**
 * Says of each part of a condition whether it holds for a record, and with which values. The whole holds when each does.
 *
 * @throws KithError `INVALID_FILTER`
 */
export function explainConditions(
  filter: UncheckedFilter | undefined,
  object: string,
  record: StoredRecord,
  lookup: Lookup | undefined,
  context: RuleContext,
): readonly ConditionResult[] {
  const { model, now, zone, locale, baseCurrency } = context
  return partsOf(filter).map((condition) => {
    const holds = compileCondition(checkFilter(model, object, condition, { now, zone }))(record, lookup)
    const fields = requiredFields(model, object, condition)
    return {
      condition,
      sentence: describeFilter(model, object, condition, locale, { zone, baseCurrency }),
      holds,
      values: Object.fromEntries(fields.map((field) => [field, record[field] ?? null])),
    }
  })
}

/** Entries side by side all hold, so each is a condition of its own. */
function partsOf(filter: UncheckedFilter | undefined): readonly UncheckedFilter[] {
  return Object.entries(filter ?? {}).flatMap(([field, value]) =>
    field === 'and' ? (value as readonly UncheckedFilter[]).flatMap(partsOf) : [{ [field]: value }],
  )
}
