/** The id of a `file` record. */
export { parseRelation as parseFile } from './relation.parse.ts'
