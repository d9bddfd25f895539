/** Each of its items is parsed as a select is. */
export { parseSelect as parseMultiSelect } from './select.parse.ts'
