import { isInstant, parseInstant } from '../../shared/time.ts'
import { type FieldParser, line, must } from './parser.ts'

/** Any ISO 8601 date and time with an offset, as UTC with milliseconds. */
export const parseDateTime: FieldParser = () =>
  line(40)
    .overwrite((value) => parseInstant(value) ?? value)
    .check(must(isInstant, 'date-time'))
    .meta({ format: 'date-time' })
