import type { PublicFormField } from '@kith/core'
import { boolean } from './boolean.ts'
import { date } from './date.ts'
import { dateTime } from './date-time.ts'
import { email } from './email.ts'
import { longText } from './long-text.ts'
import { number } from './number.ts'
import { personName } from './person-name.ts'
import { phone } from './phone.ts'
import type { FieldRenderer } from './renderer.ts'
import { text } from './text.ts'
import { url } from './url.ts'

type FieldType = PublicFormField['type']

/** Types that a visitor cannot fill in: a form leaves them out. */
export type HiddenType = 'relation' | 'links' | 'rollup' | 'json'

/** Types whose renderers are loaded with the first form that has one, from `rare.ts`. */
export type RareType = 'select' | 'money' | 'multiSelect' | 'rating' | 'address' | 'file' | 'credential'

const known: Partial<Record<FieldType, FieldRenderer>> = {
  text,
  longText,
  email,
  phone,
  url,
  number,
  date,
  dateTime,
  boolean,
  personName,
} satisfies Record<Exclude<FieldType, HiddenType | RareType>, FieldRenderer>

/** The renderer of a type; undefined for what is hidden, and for what is rare until {@link loadRenderers} was awaited. */
export const rendererOf = (type: FieldType): FieldRenderer | undefined => known[type]

/** Brings the renderers that these fields need. */
export async function loadRenderers(fields: readonly PublicFormField[]): Promise<void> {
  if (fields.some(({ type }) => !known[type])) Object.assign(known, (await import('./rare.ts')).rare)
}
