import { LIMITS } from '../../shared/limits.ts'
import { normalizeUrl } from '../../shared/url.ts'
import { type FieldParser, normalized } from './parser.ts'

/** An address that is safe in a link; `https://` is put before a bare host. */
export const parseUrl: FieldParser = () => normalized(LIMITS.urlLength, normalizeUrl, 'url').meta({ format: 'uri' })
