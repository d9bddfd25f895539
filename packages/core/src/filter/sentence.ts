import type { Model } from '../schema/model.ts'
import { labelText } from '../shared/locale.ts'
import { formatMoney } from '../shared/money.ts'
import { isPeriod } from '../shared/period.ts'
import { isDate } from '../shared/time.ts'
import type { FilterWords, OrderWords, Plural } from './locales/en.ts'
import type { Voice } from './locales/voice.ts'
import { parseFilter } from './parse.ts'
import type { FilterNode, Subject } from './tree.ts'
import type { Anniversary, Duration, GeoArea, GeoCircle, GeoPoint, MonthDay, Period } from './types.ts'
import { isActorValue } from './values.ts'

/** What a sentence can say better when it is known. */
export interface DescribeOptions {
  /** Zone in which instants are shown. Default `UTC`. */
  readonly zone?: string
  /** Currency of amounts given as `base`. Default: they are shown as plain numbers. */
  readonly baseCurrency?: string
  /** Name of a record that a relation is compared with. Default: its id. */
  readonly nameOf?: (object: string, id: string) => string | undefined
}

interface Speaker extends DescribeOptions, Voice {}

type Order = 'gt' | 'gte' | 'lt' | 'lte'

type TestNode = Extract<FilterNode, { kind: 'test' }>

/**
 * Says a filter as `describeFilter` does, in a voice that was loaded before: for a page, which takes one language.
 *
 * @throws KithError `INVALID_FILTER`
 * @example
 * describeFilterIn(await loadVoice('pl'), model, 'deal', { stageId: 'offer' })
 */
export function describeFilterIn(
  voice: Voice,
  model: Model,
  object: string,
  filter: unknown,
  options: DescribeOptions = {},
): string {
  const node = parseFilter(model, object, filter, { before: true })
  const speaker: Speaker = { ...options, ...voice }
  const all = node.kind === 'and' && node.of.length === 0
  const none = node.kind === 'or' && node.of.length === 0
  const text = all ? speaker.words.everything : none ? speaker.words.nothing : say(speaker, node)
  const [first = ''] = text
  return first.toLocaleUpperCase(speaker.tag) + text.slice(first.length)
}

function say(speaker: Speaker, node: FilterNode): string {
  const { words } = speaker
  switch (node.kind) {
    case 'and':
    case 'or':
      return sayGroup(speaker, node.kind, node.of)
    case 'not':
      return fill(words.not, { of: inner(speaker, node.of) })
    case 'test':
      return sayTest(speaker, node)
    case 'related':
      return fill(words.related, { field: nameOf(speaker, node.subject), of: inner(speaker, node.of) })
    case 'changed':
      return sayChanged(speaker, node)
    default:
      return fill(words[node.quantifier], { field: nameOf(speaker, node.subject), of: inner(speaker, node.of) })
  }
}

function sayChanged(speaker: Speaker, node: Extract<FilterNode, { kind: 'changed' }>): string {
  const { words } = speaker
  const sentence = fill(node.value ? words.changed : words.unchanged, { field: nameOf(speaker, node.subject) })
  const parts = [
    ...(node.from ? [fill(words.wasBefore, { of: saySide(speaker, node.from) })] : []),
    ...(node.to ? [fill(words.isNow, { of: saySide(speaker, node.to) })] : []),
  ]
  return parts.length === 0 ? sentence : `${sentence} (${parts.join(', ')})`
}

/** A value alone needs no sentence: which field it is of has been said. */
function saySide(speaker: Speaker, node: FilterNode): string {
  const isValue = node.kind === 'test' && (node.operator === 'eq' || node.operator === 'in')
  return isValue ? sayAny(speaker, node.subject, node.value) : say(speaker, node)
}

function sayGroup(speaker: Speaker, kind: 'and' | 'or', nodes: readonly FilterNode[]): string {
  if (nodes.length === 0)
    return kind === 'and' ? speaker.words.anything : fill(speaker.words.not, { of: speaker.words.anything })
  const parts = nodes.map((node) => (nodes.length > 1 ? inner(speaker, node) : say(speaker, node)))
  return listed(speaker, kind === 'and' ? 'conjunction' : 'disjunction', parts)
}

/** In brackets where it would run into what stands around it. */
function inner(speaker: Speaker, node: FilterNode): string {
  const joined = (node.kind === 'and' || node.kind === 'or') && node.of.length > 1
  return joined ? `(${say(speaker, node)})` : say(speaker, node)
}

function sayTest(speaker: Speaker, node: TestNode): string {
  const { words } = speaker
  const { subject, operator, value } = node
  const field = nameOf(speaker, subject)
  switch (operator) {
    case 'empty':
      return fill(value === true ? words.empty : words.filled, { field })
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return sayOrder(speaker, operator, subject, value)
    case 'within':
      return fill(words.within, { field, value: words.periods[value as Period] })
    case 'last':
    case 'next':
      return fill(words[operator], { field, value: sayDuration(speaker, value as Duration) })
    case 'anniversary':
      return sayAnniversary(speaker, field, value as Anniversary)
    case 'near':
      return sayNear(speaker, field, value as GeoCircle)
    case 'inArea':
      return sayArea(speaker, field, value as GeoArea)
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'glob':
      return fill(words[operator], { field, value: quoted(speaker, value) })
    default:
      return fill(words[operator], { field, value: sayAny(speaker, subject, value) })
  }
}

function sayOrder(speaker: Speaker, operator: Order, subject: Subject, value: unknown): string {
  const { words } = speaker
  const field = nameOf(speaker, subject)
  const { ago, ahead } = typeof value === 'object' ? (value as { ago?: Duration; ahead?: Duration }) : {}
  if (ago && (operator === 'lt' || operator === 'lte'))
    return fill(words.older[operator], { field, value: sayDuration(speaker, ago) })
  if (ahead && (operator === 'gt' || operator === 'gte'))
    return fill(words.later[operator], { field, value: sayDuration(speaker, ahead) })
  return fill(words[operator][orderOf(subject)], { field, value: sayValue(speaker, subject, value) })
}

function orderOf(subject: Subject): keyof OrderWords {
  const kind = subject.reading?.value
  if (kind === 'date' || kind === 'dateTime') return 'time'
  return kind === 'text' || kind === 'exact' ? 'text' : 'number'
}

function sayAny(speaker: Speaker, subject: Subject, value: unknown): string {
  if (!Array.isArray(value)) return sayValue(speaker, subject, value)
  if (value.length === 0) return '—'
  return listed(
    speaker,
    'disjunction',
    value.map((entry) => sayValue(speaker, subject, entry)),
  )
}

function sayValue(speaker: Speaker, subject: Subject, value: unknown): string {
  const { words, tag } = speaker
  if (isActorValue(value)) return words.actor[value.actor]
  switch (subject.reading?.value) {
    case 'number':
      return new Intl.NumberFormat(tag, { maximumSignificantDigits: 17 }).format(value as number)
    case 'boolean':
      return value === true ? words.yes : words.no
    case 'money':
      return sayMoney(speaker, value as MoneyValue)
    case 'date':
    case 'dateTime':
      return sayTime(speaker, value)
    default:
      return sayText(speaker, subject, String(value))
  }
}

type MoneyValue = { readonly amountMinor: number; readonly currency: string } | { readonly base: number }

function sayMoney(speaker: Speaker, value: MoneyValue): string {
  if ('currency' in value) return formatMoney(value, speaker.tag)
  const { baseCurrency: currency } = speaker
  if (currency !== undefined) return formatMoney({ amountMinor: value.base, currency }, speaker.tag)
  return fill(speaker.words.inBase, { value: new Intl.NumberFormat(speaker.tag).format(value.base) })
}

/** An option's label, a record's name, or the text itself in quotation marks. */
function sayText(speaker: Speaker, subject: Subject, value: string): string {
  const { definition, part } = subject
  const option = part === undefined ? definition.options?.find(({ id }) => id === value) : undefined
  if (option) return labelText(option.label, speaker.labels, option.id)
  const name = definition.to === undefined ? undefined : speaker.nameOf?.(definition.to, value)
  return name ?? quoted(speaker, value)
}

function sayTime(speaker: Speaker, value: unknown): string {
  const { words, tag, zone = 'UTC' } = speaker
  if (value === 'now') return words.now
  if (typeof value === 'string') {
    const date = { dateStyle: 'medium' } as const
    const shape = isDate(value)
      ? { ...date, timeZone: 'UTC' }
      : { ...date, timeStyle: 'short' as const, timeZone: zone }
    return new Intl.DateTimeFormat(tag, shape).format(new Date(value))
  }
  const { ago, ahead } = value as { ago?: Duration; ahead?: Duration }
  return fill(ago ? words.ago : words.ahead, { value: sayDuration(speaker, ago ?? ahead ?? {}) })
}

function sayDuration(speaker: Speaker, duration: Duration): string {
  const { units } = speaker.words
  const parts = Object.entries(duration).map(([part, amount]) =>
    counted(speaker, amount, units[part as keyof Duration]),
  )
  return listed(speaker, 'conjunction', parts)
}

function counted({ tag }: Speaker, amount: number, word: Plural): string {
  const form = word[new Intl.PluralRules(tag).select(amount)] ?? word.other
  return `${new Intl.NumberFormat(tag).format(amount)} ${form}`
}

function sayAnniversary(speaker: Speaker, field: string, value: Anniversary): string {
  const { anniversary, periods } = speaker.words
  if (typeof value === 'string') {
    if (isPeriod(value)) return fill(anniversary.within, { field, value: periods[value] })
    return fill(anniversary.on, { field, value: sayDay(speaker, value) })
  }
  if ('from' in value) {
    const [from, to] = [sayDay(speaker, value.from), sayDay(speaker, value.to)]
    return fill(anniversary.between, { field, from, to })
  }
  return 'last' in value
    ? fill(anniversary.last, { field, value: sayDuration(speaker, value.last) })
    : fill(anniversary.next, { field, value: sayDuration(speaker, value.next) })
}

function sayDay({ tag }: Speaker, day: MonthDay): string {
  const format = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  return format.format(new Date(`2024-${day}T00:00:00.000Z`))
}

function sayNear(speaker: Speaker, field: string, { withinKm, ...place }: GeoCircle): string {
  const unit = { style: 'unit', unit: 'kilometer' } as const
  const distance = new Intl.NumberFormat(speaker.tag, unit).format(withinKm)
  return fill(speaker.words.near, { field, distance, place: sayPlace(speaker, place) })
}

function sayArea(speaker: Speaker, field: string, area: GeoArea): string {
  const { words } = speaker
  if (!('north' in area)) return fill(words.inCorners, { field, value: counted(speaker, area.length, words.corners) })
  const sides = Object.entries(area).map(([side, degrees]) => [side, sayDegrees(speaker, degrees)])
  return fill(words.inBox, { field, ...Object.fromEntries(sides) })
}

function sayPlace(speaker: Speaker, { latitude, longitude }: GeoPoint): string {
  return `${sayDegrees(speaker, latitude)} / ${sayDegrees(speaker, longitude)}`
}

function sayDegrees({ tag }: Speaker, degrees: number): string {
  return `${new Intl.NumberFormat(tag, { maximumFractionDigits: 5 }).format(degrees)}°`
}

function nameOf(speaker: Speaker, subject: Subject): string {
  const { words, labels } = speaker
  const part = subject.part === undefined ? undefined : words.parts[subject.part as keyof FilterWords['parts']]
  if (subject.of === 'entry') return part ?? words.entry
  const field = labelText(subject.definition.label, labels, subject.field)
  return part === undefined ? field : fill(words.partOf, { field, part })
}

function quoted(speaker: Speaker, value: unknown): string {
  return fill(speaker.words.quoted, { value: String(value) })
}

function listed(speaker: Speaker, type: 'conjunction' | 'disjunction', parts: readonly string[]): string {
  return new Intl.ListFormat(speaker.tag, { type }).format(parts)
}

function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}
