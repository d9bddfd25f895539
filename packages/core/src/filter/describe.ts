import type { Model } from '../schema/model.ts'
import type { Locale } from '../shared/locale.ts'
import { voiceOf } from './locales/index.ts'
import { type DescribeOptions, describeFilterIn } from './sentence.ts'

export type { DescribeOptions } from './sentence.ts'

/**
 * Says a filter as one sentence that a person can read, without a full stop. English, Norwegian bokmål, Dutch, Polish,
 * Turkish and Malay; any other locale is answered in English. Labels come from the model, dates, numbers and amounts are
 * written by `Intl`. A page that needs one language takes `loadVoice` and `describeFilterIn`.
 *
 * @throws KithError `INVALID_FILTER`
 * @example
 * describeFilter(model, 'deal', { stageId: { in: ['offer', 'contract'] }, closeOn: { within: 'thisMonth' } }, 'en')
 * // 'Stage is Offer or Contract and Closing date is this month'
 */
export function describeFilter(
  model: Model,
  object: string,
  filter: unknown,
  locale: Locale,
  options: DescribeOptions = {},
): string {
  return describeFilterIn(voiceOf(locale), model, object, filter, options)
}
