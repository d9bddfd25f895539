import type { Issue } from './errors.ts'

/**
 * Why a value is refused: stable codes, which are keys of the locale files, with their English sentences.
 * `{name}` is filled from the params of the issue.
 */
export const ISSUE_CODES = {
  required: 'Fill this in: it is needed.',
  type: 'Expected {expected} here.',
  'not-json':
    'Only plain JSON can be stored here: text without NUL, finite numbers, true, false, null, lists, objects.',
  'not-text': 'This text holds characters that cannot be stored (NUL or half of a character pair).',
  'unknown-field': 'There is no field "{field}" here.',
  'read-only': 'The field "{field}" is set by Kith and cannot be written.',
  'too-long': 'At most {maximum} characters.',
  'too-short': 'At least {minimum} characters.',
  'too-many': 'At most {maximum} entries.',
  'too-many-bytes': 'At most {maximum} bytes.',
  'too-large': 'At most {maximum}.',
  'too-small': 'At least {minimum}.',
  'too-deep': 'At most {maximum} levels of lists and objects.',
  integer: 'Only a whole number.',
  email: 'Write an e-mail address, as name@example.com.',
  phone: 'Write the number with its country code, as +47 22 33 44 55.',
  url: 'Write a web address, as https://example.com.',
  id: 'This is not an id of a record.',
  currency: 'Name the currency by its three letters, as EUR.',
  country: 'Name the country by its two letters, as NO.',
  date: 'Write a date of the calendar, as 2026-03-31.',
  'date-time': 'Write a date and time with its offset, as 2026-03-31T09:00:00+02:00.',
  zone: 'Name a time zone, as Europe/Oslo.',
  option: 'Choose one of the options: {options}.',
  'currency-mismatch': 'Amounts in {left} and {right} cannot be added or compared.',
} as const satisfies Record<string, string>

/** The code of an {@link Issue} that values are refused with. */
export type IssueCode = keyof typeof ISSUE_CODES

/**
 * Makes an issue with the sentence of its code.
 *
 * @example
 * issue('/name', 'too-long', { maximum: 200 }) // { path: '/name', code: 'too-long', message: 'At most 200 characters.', params: … }
 */
export function issue(path: string, code: IssueCode, params?: Readonly<Record<string, string | number>>): Issue {
  const message = ISSUE_CODES[code].replace(/\{(\w+)\}/g, (_, name: string) => String(params?.[name] ?? name))
  return params ? { path, code, message, params } : { path, code, message }
}
