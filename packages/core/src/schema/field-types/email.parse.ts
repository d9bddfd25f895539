import { normalizeEmail } from '../../shared/email.ts'
import { type FieldParser, normalized } from './parser.ts'

/** An address with its domain in lower case. */
export const parseEmail: FieldParser = () => normalized(254, normalizeEmail, 'email').meta({ format: 'email' })
