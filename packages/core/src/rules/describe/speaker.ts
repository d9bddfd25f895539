import type { PipelineState } from '../../domain/pipeline/pipeline.operations.ts'
import { describeFilter } from '../../filter/describe.ts'
import type { UncheckedFilter } from '../../filter/types.ts'
import type { Model } from '../../schema/model.ts'
import { type Label, type Locale, labelText } from '../../shared/locale.ts'
import { parseCron } from '../cron.ts'
import type { DatePoint, Span } from '../moment.ts'
import type { Plural, SentenceName } from './locales/en.ts'
import { type RuleVoice, ruleVoiceOf } from './locales/index.ts'
import { sayField, sayValue } from './values.ts'

/** What sentences can say better when it is known. */
export interface DescribeRuleOptions {
  /** Zone in which instants are shown. Default `UTC`. */
  readonly zone?: string
  readonly baseCurrency?: string
  /** Name of a record: of a user, a team, a form. Default: its id. */
  readonly nameOf?: (object: string, id: string) => string | undefined
  /** Pipelines by id, for the names of their stages. Default: their ids. */
  readonly pipelines?: Readonly<Record<string, PipelineState>>
}

/** Says parts of rules in one language. */
export interface RuleSpeaker extends Omit<RuleVoice, 'quoted'> {
  readonly model: Model
  /** Object whose records the rule looks at. */
  readonly object: string
  readonly options: DescribeRuleOptions
  readonly say: (sentence: SentenceName, values: Readonly<Record<string, string>>) => string
  /** An object with its article: `a lead`. */
  readonly a: (object: string) => string
  /** An object in the plural. */
  readonly many: (object: string) => string
  readonly field: (object: string, id: string) => string
  readonly value: (object: string, field: string, value: unknown) => string
  readonly stage: (id: string, pipeline?: string) => string
  readonly name: (object: string, id: string) => string
  readonly label: (label: Label) => string
  readonly quoted: (text: string) => string
  readonly list: (parts: readonly string[]) => string
  readonly filter: (object: string, filter: UncheckedFilter) => string
  readonly span: (span: Span) => string
  readonly moment: (object: string, point: DatePoint) => string
  readonly cron: (text: string) => string
}

/** A speaker for rules about an object. */
export function speakerOf(
  model: Model,
  object: string,
  locale: Locale,
  options: DescribeRuleOptions = {},
): RuleSpeaker {
  const voice = ruleVoiceOf(locale)
  const { words, tag, labels } = voice
  const label = (of: Label) => labelText(of, labels)
  const quoted = (text: string) => fill(voice.quoted, { value: text })
  const objectLabel = (name: string) => labelText(model.objects.get(name)?.label, labels, name)
  const speaker: RuleSpeaker = {
    ...voice,
    model,
    object,
    options,
    label,
    quoted,
    say: (sentence, values) => fill(words.sentences[sentence], values),
    a: (name) => words.a(objectLabel(name)),
    many: (name) => words.noun(labelText(model.objects.get(name)?.pluralLabel, labels, name)),
    field: (of, id) => sayField(speaker, of, id),
    value: (of, field, value) => sayValue(speaker, of, field, value),
    stage: (id, pipeline) => stageName(id, pipeline, options, labels) ?? quoted(id),
    name: (of, id) => options.nameOf?.(of, id) ?? quoted(id),
    list: (parts) => new Intl.ListFormat(tag, { type: 'conjunction' }).format(parts),
    filter: (of, filter) => withinSentence(describeFilter(model, of, filter, locale, options), of, speaker),
    span: (span) => saySpan(span, voice),
    moment: (of, point) => sayMoment(of, point, speaker),
    cron: (text) => sayCron(text, speaker),
  }
  return speaker
}

/** Puts values into the `{names}` of a sentence. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''))
}

/** A condition begins small inside a sentence, unless it begins with the label of a field. */
function withinSentence(text: string, object: string, { model, labels, tag }: RuleSpeaker): string {
  const names = Object.entries(model.fields(object)).map(([id, { label }]) => labelText(label, labels, id))
  if (names.some((name) => text.startsWith(name))) return text
  const [first = ''] = text
  return first.toLocaleLowerCase(tag) + text.slice(first.length)
}

function stageName(
  id: string,
  pipeline: string | undefined,
  { pipelines = {} }: DescribeRuleOptions,
  labels: string,
): string | undefined {
  const named = pipeline === undefined ? Object.values(pipelines) : [pipelines[pipeline]]
  const stage = named.flatMap((one) => one?.stages ?? []).find((one) => one.id === id)
  return stage && labelText(stage.label, labels, id)
}

function saySpan(span: Span, { words, tag }: RuleVoice): string {
  if ('workingDays' in span) return counted(words.workingDays, span.workingDays, tag)
  if ('workingHours' in span) return counted(words.workingHours, span.workingHours, tag)
  const parts = Object.entries(span).map(([part, amount]) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: part.slice(0, -1), unitDisplay: 'long' }).format(amount),
  )
  return new Intl.ListFormat(tag, { type: 'conjunction' }).format(parts)
}

function counted(forms: Plural, n: number, tag: string): string {
  const text = forms[new Intl.PluralRules(tag).select(n)] ?? forms.other
  return fill(text, { n: new Intl.NumberFormat(tag).format(n) })
}

function sayMoment(object: string, { field, before, after, at }: DatePoint, speaker: RuleSpeaker) {
  const { say, span, quoted } = speaker
  const name = quoted(speaker.field(object, field))
  const moved = after
    ? say('momentAfter', { span: span(after), field: name })
    : before
      ? say('momentBefore', { span: span(before), field: name })
      : name
  return at === undefined ? moved : say('momentAt', { moment: moved, time: at })
}

function sayCron(text: string, { say, tag, quoted, list }: RuleSpeaker): string {
  const cron = parseCron(text)
  const [minute, ...more] = cron?.minutes ?? []
  const [hour, ...hours] = cron?.hours ?? []
  if (!cron || minute === undefined || hour === undefined || more.length + hours.length > 0)
    return say('cronOther', { cron: quoted(text) })
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  const [days, months, weekdays] = [cron.days.size === 31, cron.months.size === 12, cron.weekdays.size === 7]
  if (!months || cron.eitherDay) return say('cronOther', { cron: quoted(text) })
  if (days && weekdays) return say('cronDaily', { time })
  if (days) return say('cronWeekly', { time, days: list(weekdayNames(cron.weekdays, tag)) })
  const [day] = cron.days
  return weekdays && cron.days.size === 1
    ? say('cronMonthly', { time, day: String(day) })
    : say('cronOther', { cron: quoted(text) })
}

/** 4 January 1970 was a Sunday. */
function weekdayNames(days: ReadonlySet<number>, tag: string): readonly string[] {
  const format = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' })
  return [...days]
    .map((day) => ((day + 6) % 7) + 1)
    .sort()
    .map((day) => format.format((3 + day) * 86_400_000))
}
