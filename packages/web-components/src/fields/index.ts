import type { PublicFormField } from '@kith/core'
import { boolean } from './boolean.ts'
import { date } from './date.ts'
import { dateTime } from './date-time.ts'
import { email } from './email.ts'
import { file } from './file.ts'
import { longText } from './long-text.ts'
import { number } from './number.ts'
import { personName } from './person-name.ts'
import { phone } from './phone.ts'
import type { FieldRenderer } from './renderer.ts'
import { select } from './select.ts'
import { text } from './text.ts'
import { url } from './url.ts'

type FieldType = PublicFormField['type']

/** Types that a visitor cannot fill in: a form leaves them out. */
export type HiddenType = 'relation' | 'links' | 'rollup' | 'json'

/** Types that few forms have: their renderers, in `rare.ts`, come with the code that sends. */
export type RareType = 'money' | 'multiSelect' | 'rating' | 'address' | 'credential'

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
  select,
  file,
} satisfies Record<Exclude<FieldType, HiddenType | RareType>, FieldRenderer>

/** The renderer of a type; undefined for what is hidden, and for what is rare until {@link addRenderers} was called. */
export const rendererOf = (type: FieldType): FieldRenderer | undefined => known[type]

/** Adds renderers that came later. */
export const addRenderers = (more: Readonly<Record<RareType, FieldRenderer>>): void => {
  Object.assign(known, more)
}
