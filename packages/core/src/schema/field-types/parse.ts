import type { FieldType } from '../types.ts'
import { parseAddress } from './address.parse.ts'
import { parseBoolean } from './boolean.parse.ts'
import { parseCredential } from './credential.parse.ts'
import { parseDate } from './date.parse.ts'
import { parseDateTime } from './dateTime.parse.ts'
import { parseEmail } from './email.parse.ts'
import { parseFile } from './file.parse.ts'
import { parseJson } from './json.parse.ts'
import { parseLinks } from './links.parse.ts'
import { parseLongText } from './longText.parse.ts'
import { parseMoney } from './money.parse.ts'
import { parseMultiSelect } from './multiSelect.parse.ts'
import { parseNumber } from './number.parse.ts'
import type { FieldParser } from './parser.ts'
import { parsePersonName } from './personName.parse.ts'
import { parsePhone } from './phone.parse.ts'
import { parseRating } from './rating.parse.ts'
import { parseRelation } from './relation.parse.ts'
import { parseSelect } from './select.parse.ts'
import { parseText } from './text.parse.ts'
import { parseUrl } from './url.parse.ts'

/** The parser of every type that has values of its own; a roll-up has those of its `of`. */
export const FIELD_PARSERS: { readonly [Type in Exclude<FieldType, 'rollup'>]: FieldParser } = {
  address: parseAddress,
  boolean: parseBoolean,
  credential: parseCredential,
  date: parseDate,
  dateTime: parseDateTime,
  email: parseEmail,
  file: parseFile,
  json: parseJson,
  links: parseLinks,
  longText: parseLongText,
  money: parseMoney,
  multiSelect: parseMultiSelect,
  number: parseNumber,
  personName: parsePersonName,
  phone: parsePhone,
  rating: parseRating,
  relation: parseRelation,
  select: parseSelect,
  text: parseText,
  url: parseUrl,
}
