import type { PublicFormField } from '@kith/core'
import type { Texts } from '../locales/en.ts'

/** A key of the messages in `leadFormSending.issues`. */
export type IssueCode = keyof Texts['leadFormSending']['issues']

/** What is wrong with a value, and the numbers for its sentence. */
export interface FieldIssue {
  readonly code: IssueCode
  readonly params?: Readonly<Record<string, string | number>>
}

type Check = (value: unknown, field: PublicFormField) => IssueCode | undefined

const unlessNumber =
  (code: IssueCode): Check =>
  (value) =>
    typeof value === 'number' ? undefined : code

/** What a browser can tell at once; the server has the last word. */
const checks: Partial<Record<PublicFormField['type'], Check>> = {
  email: (value) => {
    const [, domain] = String(value).split('@')
    if (domain === undefined) return 'email-at'
    if (!domain.includes('.')) return 'email-dot'
    return /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(String(value)) ? undefined : 'email'
  },
  phone: (value) => (/^\+?([\s().\-/]{0,3}\d){5,15}\s*$/.test(String(value)) ? undefined : 'phone'),
  url: (value) => (/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(String(value)) ? undefined : 'url'),
  number: unlessNumber('number'),
  rating: unlessNumber('required-choice'),
  money: (value) => (typeof value === 'object' ? undefined : 'number'),
  dateTime: (value) => (/Z$/.test(String(value)) ? undefined : 'other'),
}

const CHOICES: readonly PublicFormField['type'][] = ['select', 'multiSelect', 'rating']

/** The first thing that is wrong with a value of {@link readField}; undefined where it can be sent. */
export function checkField(field: PublicFormField, value: unknown): FieldIssue | undefined {
  const { type, required, maxLength = type === 'longText' ? 20_000 : 200, min, max } = field
  if (value === undefined)
    return required ? { code: CHOICES.includes(type) ? 'required-choice' : 'required' } : undefined
  const code = checks[type]?.(value, field)
  if (code) return { code }
  if (type === 'number' && min !== undefined && Number(value) < min)
    return { code: 'too-small', params: { minimum: min } }
  if (type === 'number' && max !== undefined && Number(value) > max)
    return { code: 'too-large', params: { maximum: max } }
  if (typeof value === 'string' && value.length > maxLength)
    return { code: 'too-long', params: { maximum: maxLength, length: value.length } }
  return undefined
}
