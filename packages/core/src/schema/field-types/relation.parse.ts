import { isId } from '../../shared/id.ts'
import { type FieldParser, line, must } from './parser.ts'

/** The id of a record. Whether the record is there, the engine knows. */
export const parseRelation: FieldParser = () => line(64).check(must(isId, 'id'))
