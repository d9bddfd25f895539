import { voiceOf } from '../../filter/locales/index.ts'
import type { FieldDefinition } from '../../schema/types.ts'
import { labelText } from '../../shared/locale.ts'
import { formatMoney } from '../../shared/money.ts'
import { isDate, isInstant } from '../../shared/time.ts'
import type { RuleSpeaker } from './speaker.ts'

/** The label of a field. */
export function sayField({ model, labels }: RuleSpeaker, object: string, id: string): string {
  return labelText(model.field(object, id)?.label, labels, id)
}

/** A value as people read it: the label of an option, an amount with its currency, a date, the name of a record. */
export function sayValue(speaker: RuleSpeaker, object: string, field: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return '—'
  if (Array.isArray(value)) return speaker.list(value.map((one) => sayValue(speaker, object, field, one)))
  const { words } = voiceOf(speaker.tag)
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return new Intl.NumberFormat(speaker.tag, { maximumFractionDigits: 6 }).format(value)
  if (typeof value === 'string') return sayText(speaker, object, field, value)
  return sayObject(speaker, value as Readonly<Record<string, unknown>>)
}

function sayText(speaker: RuleSpeaker, object: string, field: string, value: string): string {
  const definition: FieldDefinition | undefined = speaker.model.field(object, field)
  const option = definition?.options?.find(({ id }) => id === value)
  if (option) return labelText(option.label, speaker.labels, value)
  if (object === 'deal' && field === 'stageId') return speaker.stage(value)
  if (definition?.to !== undefined) return speaker.name(definition.to, value)
  return sayTime(speaker, value) ?? speaker.quoted(value)
}

/** A date or instant in the language and zone of the speaker; undefined for any other text. */
export function sayTime({ tag, options: { zone = 'UTC' } }: RuleSpeaker, value: string): string | undefined {
  if (isDate(value)) return timeFormat(tag, 'UTC', false).format(new Date(value))
  return isInstant(value) ? timeFormat(tag, zone, true).format(new Date(value)) : undefined
}

/** Making a format costs more than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>()

function timeFormat(tag: string, zone: string, withTime: boolean): Intl.DateTimeFormat {
  const key = `${tag} ${zone} ${withTime}`
  const known = formats.get(key)
  if (known) return known
  const time = withTime ? ({ timeStyle: 'short' } as const) : {}
  const made = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', ...time, timeZone: zone })
  formats.set(key, made)
  return made
}

function sayObject(speaker: RuleSpeaker, value: Readonly<Record<string, unknown>>): string {
  const { amountMinor, currency, full, value: inner } = value
  if (typeof amountMinor === 'number' && typeof currency === 'string')
    return formatMoney({ amountMinor, currency }, speaker.tag)
  if (typeof full === 'string') return full
  return typeof inner === 'string' ? inner : speaker.quoted(JSON.stringify(value))
}
