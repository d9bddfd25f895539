import type { Condition } from './types.ts'

const TRUE: Condition = { op: 'true' }
const FALSE: Condition = { op: 'false' }

/** The condition that every record meets, or none. */
export function constant(value: boolean): Condition {
  return value ? TRUE : FALSE
}

/** All hold: flat, without `true`, and `false` as soon as one part is. All of nothing is true. */
export function allOf(parts: readonly Condition[]): Condition {
  return join('and', 'true', 'false', parts)
}

/** At least one holds: flat, without `false`, and `true` as soon as one part is. One of nothing is false. */
export function anyOf(parts: readonly Condition[]): Condition {
  return join('or', 'false', 'true', parts)
}

/** The opposite; of an opposite, the thing itself. */
export function negate(condition: Condition): Condition {
  if (condition.op === 'true') return FALSE
  if (condition.op === 'false') return TRUE
  return condition.op === 'not' ? condition.of : { op: 'not', of: condition }
}

function join(
  op: 'and' | 'or',
  neutral: Condition['op'],
  decides: Condition['op'],
  parts: readonly Condition[],
): Condition {
  const flat: Condition[] = []
  for (const part of parts) {
    if (part.op === decides) return part
    if (part.op === op) flat.push(...(part.of as readonly Condition[]))
    else if (part.op !== neutral) flat.push(part)
  }
  if (flat.length === 0) return constant(op === 'and')
  return flat.length === 1 ? (flat[0] as Condition) : { op, of: flat }
}
