import type { PublicFormField } from '@kith/core'
import type { Texts } from '../locales/en.ts'

/** What is wrong with a value, and the numbers for its sentence. */
export interface FieldIssue {
  /** A key of the messages in `leadFormSending.issues`; where there is none, `other` is said. */
  readonly code: keyof Texts['leadFormSending']['issues'] | FieldType
  readonly params?: Readonly<Record<string, string | number>>
}

type FieldType = PublicFormField['type']

/** What text must look like. The server has the last word: this is what a browser can tell at once. */
const PATTERNS: Partial<Record<FieldType, RegExp>> = {
  email: /^[^\s@,;<>]+@[^\s@,;<>]+$/,
  phone: /^\+?([\s().\-/]{0,3}\d){5,15}\s*$/,
  url: /^https?:\/\/[^\s/]+\.\S+$/i,
  dateTime: /Z$/,
}
const NUMBERS: readonly FieldType[] = ['number', 'rating', 'money']

/** The first thing that is wrong with a value of {@link readField}; undefined where it can be sent. */
export function checkField(field: PublicFormField, value: unknown): FieldIssue | undefined {
  const { type, required, maxLength = type === 'longText' ? 20_000 : 200, min, max } = field
  const text = String(value)
  if (value === undefined) return required ? { code: 'required' } : undefined
  if (type === 'email' && !text.includes('@')) return { code: 'email-at' }
  if (type === 'email' && !/@.*\./.test(text)) return { code: 'email-dot' }
  if (PATTERNS[type]?.test(text) === false) return { code: type }
  if (NUMBERS.includes(type) && typeof value === 'string') return { code: 'number' }
  if (type === 'number' && min !== undefined && Number(value) < min)
    return { code: 'too-small', params: { minimum: min } }
  if (type === 'number' && max !== undefined && Number(value) > max)
    return { code: 'too-large', params: { maximum: max } }
  if (typeof value === 'string' && text.length > maxLength)
    return { code: 'too-long', params: { maximum: maxLength, length: text.length } }
  return undefined
}
