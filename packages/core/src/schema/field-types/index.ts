import type { FieldType } from '../types.ts'
import { address } from './address.ts'
import { boolean } from './boolean.ts'
import { credential } from './credential.ts'
import { date } from './date.ts'
import { dateTime } from './dateTime.ts'
import { email } from './email.ts'
import type { FieldTypeData } from './field-type.ts'
import { file } from './file.ts'
import { json } from './json.ts'
import { links } from './links.ts'
import { longText } from './longText.ts'
import { money } from './money.ts'
import { multiSelect } from './multiSelect.ts'
import { number } from './number.ts'
import { personName } from './personName.ts'
import { phone } from './phone.ts'
import { rating } from './rating.ts'
import { relation } from './relation.ts'
import { rollup } from './rollup.ts'
import { select } from './select.ts'
import { text } from './text.ts'
import { url } from './url.ts'

/** Every field type. A type of {@link FieldType} that is missing here does not compile. */
export const FIELD_TYPES = {
  address,
  boolean,
  credential,
  date,
  dateTime,
  email,
  file,
  json,
  links,
  longText,
  money,
  multiSelect,
  number,
  personName,
  phone,
  rating,
  relation,
  rollup,
  select,
  text,
  url,
} satisfies { readonly [Type in FieldType]: FieldTypeData<Type> }

export type { FieldTypeData, FormControl } from './field-type.ts'

/** What Kith knows of a type. */
export function fieldType(type: FieldType): FieldTypeData {
  return FIELD_TYPES[type]
}

/** Whether a text names a field type. */
export function isFieldType(type: unknown): type is FieldType {
  return typeof type === 'string' && Object.hasOwn(FIELD_TYPES, type)
}
