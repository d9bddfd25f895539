import type { Condition } from '../filter/types.ts'
import type { Access } from './access.ts'

/**
 * A condition that looks through relations and links only at what the caller may read: otherwise a Filter over one's own
 * deals would tell what stands in the contacts of others.
 */
export function readableOnly(condition: Condition, access: Access): Condition {
  switch (condition.op) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((part) => readableOnly(part, access)) }
    case 'not':
    case 'someItem':
      return { ...condition, of: readableOnly(condition.of, access) }
    case 'related':
    case 'someLinked': {
      const readable = access.of(condition.to).condition('read')
      const of = readableOnly(condition.of, access)
      return { ...condition, of: readable.op === 'true' ? of : { op: 'and', of: [readable, of] } }
    }
    default:
      return condition
  }
}
