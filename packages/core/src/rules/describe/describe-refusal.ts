import type { Model } from '../../schema/model.ts'
import type { KithError } from '../../shared/errors.ts'
import type { Locale } from '../../shared/locale.ts'
import type { Command } from '../commands.ts'
import type { SkippedAction } from '../types.ts'
import type { SentenceName } from './locales/en.ts'
import { type RuleSpeaker, speakerOf } from './speaker.ts'

const REASONS: Readonly<Record<string, SentenceName>> = {
  NOT_FOUND: 'refusedGone',
  STAGE_NOT_IN_PIPELINE: 'refusedStage',
  STAGE_EXIT_UNMET: 'refusedExit',
  LOST_REASON_REQUIRED: 'refusedLostReason',
  LEAD_ALREADY_CONVERTED: 'refusedConverted',
  INVALID_INPUT: 'refusedValue',
}

/**
 * Says why an operation refused a command, as the end of a sentence that begins with {@link describeNotDone}.
 *
 * @example
 * describeRefusal(new KithError('LEAD_ALREADY_CONVERTED'), command, model, 'nb') // 'henvendelsen er konvertert allerede'
 */
export function describeRefusal(error: KithError, command: Command, model: Model, locale: Locale): string {
  const object = 'object' in command ? command.object : command.operation === 'logActivity' ? 'activity' : ''
  const speaker = speakerOf(model, object, locale)
  const conditions = String(error.details['reason'] ?? '')
  return speaker.say(REASONS[error.code] ?? 'refusedOther', {
    conditions,
    code: error.code,
    fields: fieldsOf(error, speaker),
  })
}

/**
 * Says that something was not done, and why.
 *
 * @example
 * describeNotDone('a deal moves to Won', 'the record is gone', model, 'en') // 'a deal moves to Won: not done, because the record is gone'
 */
export function describeNotDone(deed: string, reason: string, model: Model, locale: Locale): string {
  return speakerOf(model, '', locale).say('refused', { deed, reason })
}

/**
 * Says why a step of a rule did nothing.
 *
 * @example
 * describeSkip({ at: 0, reason: 'nobody-available' }, model, 'en') // 'step 1 does nothing, because nobody is available'
 */
export function describeSkip({ at, reason }: SkippedAction, model: Model, locale: Locale): string {
  const { say, tag } = speakerOf(model, '', locale)
  return say('skipped', { n: new Intl.NumberFormat(tag).format(at + 1), reason: say(`skip_${reason}`, {}) })
}

/** Labels of the fields that were refused: `/set/amount` is Amount. */
function fieldsOf({ details }: KithError, { object, field, list }: RuleSpeaker): string {
  const names = (details.issues ?? []).map(({ path }) => path.split('/').find((part) => part !== '' && part !== 'set'))
  return list([...new Set(names.map((name) => (name === undefined ? '—' : field(object, name))))])
}
