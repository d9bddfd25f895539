import { checkFilter } from '../filter/check.ts'
import { compileCondition, type Lookup } from '../filter/compile.ts'
import { describeFilter } from '../filter/describe.ts'
import { requiredFields } from '../filter/required-fields.ts'
import type { UncheckedFilter } from '../filter/types.ts'
import type { Model } from '../schema/model.ts'
import type { StoredRecord } from '../schema/record.ts'
import { isKithError } from '../shared/errors.ts'
import { sayConsent } from './describe/describe-rule.ts'
import { speakerOf } from './describe/speaker.ts'
import type { RuleConsent } from './state.ts'
import type { ConditionResult, ConsentNeed, RuleContext } from './types.ts'

/**
 * Says of each part of a condition whether it holds for a record, and with which values. The whole holds when each does.
 *
 * @param before The record as it was before the change, null where it is new; absent: `changed` cannot be asked
 * @throws KithError `INVALID_FILTER`
 */
export function explainConditions(
  filter: UncheckedFilter | undefined,
  object: string,
  record: StoredRecord,
  lookup: Lookup | undefined,
  context: RuleContext,
  before?: StoredRecord | null,
): readonly ConditionResult[] {
  const { model, now, zone, locale, baseCurrency } = context
  const options = { before: before !== undefined }
  return partsOf(filter).map((condition) => {
    const holds = compileCondition(checkFilter(model, object, condition, { now, zone }, options))(
      record,
      lookup,
      before,
    )
    const fields = fieldsOf(model, object, condition)
    return {
      condition,
      sentence: describeFilter(model, object, condition, locale, { zone, baseCurrency }),
      holds,
      values: Object.fromEntries(fields.map((field) => [field, record[field] ?? null])),
    }
  })
}

/** The fields that a condition looks at; of one about a change, the names in it. */
function fieldsOf(model: Model, object: string, condition: UncheckedFilter): readonly string[] {
  try {
    return requiredFields(model, object, condition)
  } catch (error) {
    if (!isKithError(error, 'INVALID_FILTER')) throw error
    return Object.keys(condition).filter((field) => model.field(object, field) !== undefined)
  }
}

/** Entries side by side all hold, so each is a condition of its own. */
function partsOf(filter: UncheckedFilter | undefined): readonly UncheckedFilter[] {
  return Object.entries(filter ?? {}).flatMap(([field, value]) =>
    field === 'and' ? (value as readonly UncheckedFilter[]).flatMap(partsOf) : [{ [field]: value }],
  )
}

/** Says whether the consent that a rule needs is there: given for the purpose and channel, and not withdrawn. */
export function explainConsent(
  need: ConsentNeed | undefined,
  object: string,
  consents: readonly RuleConsent[] = [],
  { model, locale }: RuleContext,
): readonly ConditionResult[] {
  if (!need) return []
  const holds = consents.some(
    ({ purpose, channel, state }) =>
      state === 'given' &&
      purpose === need.purpose &&
      (channel === undefined || need.channel === undefined || channel === need.channel),
  )
  const said = sayConsent(need, speakerOf(model, object, locale))
  const sentence = said.slice(0, 1).toLocaleUpperCase(locale) + said.slice(1)
  return [{ condition: { consent: { ...need } }, sentence, holds, values: { consent: holds ? 'given' : null } }]
}
