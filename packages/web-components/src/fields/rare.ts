import { address } from './address.ts'
import { credential } from './credential.ts'
import type { RareType } from './index.ts'
import { money } from './money.ts'
import { multiSelect } from './multi-select.ts'
import { rating } from './rating.ts'
import type { FieldRenderer } from './renderer.ts'

/** Renderers that few forms need, in one file of their own. */
export const rare: Readonly<Record<RareType, FieldRenderer>> = { money, multiSelect, rating, address, credential }
