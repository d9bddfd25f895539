import type { Model } from '../../schema/model.ts'
import type { Locale } from '../../shared/locale.ts'
import { actionKind } from '../actions/index.ts'
import { objectOf } from '../triggers/event.ts'
import { triggerKind } from '../triggers/index.ts'
import type { ConsentNeed, Rule, RuleAction, RuleStep } from '../types.ts'
import { isWait, type WaitStep } from '../wait.ts'
import type { EventName, RuleWords } from './locales/en.ts'
import { type DescribeRuleOptions, fill, type RuleSpeaker, speakerOf } from './speaker.ts'

/** A rule in words. */
export interface RuleSentences {
  /** `When a new lead comes in`. */
  readonly when: string
  /** `if Source is “website”`. Absent: the rule has no condition. */
  readonly if?: string
  /** One clause for each step, in order: `give it to the members of Inside sales in turn`. */
  readonly then: readonly string[]
  /** All of it as one sentence. */
  readonly text: string
}

/**
 * Says a whole rule as sentences: in English, Norwegian bokmål, Dutch, Polish, Turkish and Malay; in any other locale in
 * English.
 *
 * @throws KithError `INVALID_FILTER` when a condition does not fit the model
 * @example
 * describeRule(followUpNewLead, model, 'en').text
 * // 'When a new lead comes in: give it to the members of “inside-sales” in turn, if nobody has it; plan “First call” (Task), due in 1 working day.'
 */
export function describeRule(
  rule: Pick<Rule, 'on' | 'if' | 'consent' | 'then'>,
  model: Model,
  locale: Locale,
  options: DescribeRuleOptions = {},
): RuleSentences {
  const speaker = speakerOf(model, objectOf(rule), locale, options)
  const when = sayWhen(rule.on, speaker)
  const condition = sayConditions(rule, speaker)
  const then = rule.then.map((step) => sayStep(step, speaker))
  const head = condition === undefined ? when : `${when}, ${condition}`
  const text = sentence(`${head}: ${then.join('; ')}`)
  return condition === undefined ? { when, then, text } : { when, if: condition, then, text }

  /** A message that is quoted at the end may bring its own full stop. */
  function sentence(text: string): string {
    return /[.!?…][”»"’]$/u.test(text) ? text : `${text}.`
  }
}

/** What starts a rule, as the beginning of a sentence. */
function sayWhen(on: Rule['on'], speaker: RuleSpeaker): string {
  const clause = sayTrigger(on, speaker)
  if (typeof on === 'string' || !triggerKind(on).opens) return speaker.say('when', { when: clause })
  const [first = ''] = clause
  return first.toLocaleUpperCase(speaker.tag) + clause.slice(first.length)
}

function sayTrigger(on: Rule['on'], speaker: RuleSpeaker): string {
  if (typeof on !== 'string') return triggerKind(on).describe(on, speaker)
  const { events, anyEvent } = speaker.words
  if (Object.hasOwn(events, on)) return events[on as EventName]
  const [object = '', verb = ''] = on.split('.')
  if (Object.hasOwn(anyEvent, verb))
    return fill(anyEvent[verb as keyof RuleWords['anyEvent']], { object: speaker.a(object) })
  return speaker.say('otherEvent', { event: speaker.quoted(on) })
}

function sayConditions({ if: filter, consent }: Pick<Rule, 'if' | 'consent'>, speaker: RuleSpeaker) {
  const parts = [
    ...(filter && Object.keys(filter).length > 0 ? [speaker.filter(speaker.object, filter)] : []),
    ...(consent ? [sayConsent(consent, speaker)] : []),
  ]
  return parts.length === 0 ? undefined : speaker.say('if', { if: speaker.list(parts) })
}

/** A consent that is needed, as a clause. */
export function sayConsent({ purpose, channel }: ConsentNeed, { say, quoted }: RuleSpeaker): string {
  const words = { purpose: quoted(purpose) }
  return channel === undefined ? say('ifConsent', words) : say('ifConsentBy', { ...words, channel: quoted(channel) })
}

function sayStep(step: RuleStep, speaker: RuleSpeaker): string {
  return isWait(step) ? sayWait(step, speaker) : sayAction(step, speaker)
}

function sayWait({ wait, if: still }: WaitStep, speaker: RuleSpeaker): string {
  const { say, object } = speaker
  const pause =
    'field' in wait
      ? say('waitUntil', { moment: speaker.moment(object, wait) })
      : say('wait', { span: speaker.span(wait) })
  if (!still || Object.keys(still).length === 0) return pause
  return `${pause}, ${say('stillIf', { if: speaker.filter(object, still) })}`
}

/** What an action does, as a clause; where it is heavy, that it is proposed. */
export function sayAction(action: RuleAction, speaker: RuleSpeaker): string {
  const kind = actionKind(action)
  const said = kind.describe(action, speaker)
  if (action.do === 'request-review') return said
  const step = { object: speaker.object, record: NOBODY, state: { pipelines: speaker.options.pipelines ?? {} } }
  if (action.review === undefined && kind.weight(action, step) === 'routine') return said
  const by = typeof action.review === 'object' ? action.review.by : undefined
  return by === undefined
    ? speaker.say('review', { action: said })
    : speaker.say('reviewBy', { action: said, role: speaker.quoted(by) })
}

const NOBODY = { id: '', version: 0 }
