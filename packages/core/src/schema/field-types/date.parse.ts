import { isDate } from '../../shared/time.ts'
import { type FieldParser, line, must } from './parser.ts'

/** A real date of the calendar. */
export const parseDate: FieldParser = () => line(40).check(must(isDate, 'date')).meta({ format: 'date' })
