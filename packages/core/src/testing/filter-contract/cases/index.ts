import { ANNIVERSARY_CASES } from './anniversaries.ts'
import type { FilterCase } from './filter-case.ts'
import { LIMIT_CASES } from './limits.ts'
import { LIST_CASES } from './lists.ts'
import { LOGIC_CASES } from './logic.ts'
import { ORDER_CASES } from './order.ts'
import { PLACE_CASES } from './places.ts'
import { RELATION_CASES } from './relations.ts'
import { TEXT_CASES } from './text.ts'
import { TIME_CASES } from './time.ts'

export type { FilterCase } from './filter-case.ts'

/** Every named case. */
export const FILTER_CASES: readonly FilterCase[] = [
  ...TEXT_CASES,
  ...LOGIC_CASES,
  ...LIST_CASES,
  ...RELATION_CASES,
  ...TIME_CASES,
  ...ANNIVERSARY_CASES,
  ...PLACE_CASES,
  ...ORDER_CASES,
  ...LIMIT_CASES,
]
