import { isPhone, normalizePhone } from '../../shared/phone.ts'
import { type FieldParser, line, must } from './parser.ts'

/** E.164, from a number with its country code, or a national one of the context's country. */
export const parsePhone: FieldParser = (_, { country }) =>
  line(60)
    .overwrite((value) => normalizePhone(value, country) ?? value)
    .check(must(isPhone, 'phone'))
