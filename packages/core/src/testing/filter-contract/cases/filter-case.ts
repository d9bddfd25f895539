import type { FilterContext, UncheckedFilter } from '../../../index.ts'
import type { Values } from '../world.ts'

/** Records, one Filter, and what it finds. */
export interface FilterCase {
  /** The rule, as a sentence. */
  readonly name: string
  /** Records of `sample` by id. */
  readonly records: Readonly<Record<string, Values>>
  /** Records of `place` by id. */
  readonly places?: Readonly<Record<string, Values>>
  /** Ends as `object/id`. */
  readonly links?: readonly {
    readonly from: string
    readonly to: string
    readonly role?: string
    readonly deletedAt?: string
  }[]
  readonly where: UncheckedFilter
  /** Default `id`. */
  readonly sort?: string
  /** Ids, in order. */
  readonly finds: readonly string[]
  /** Over the context of the contract: Europe/Oslo, Sunday 2026-03-29, 04:00 there. */
  readonly context?: Partial<FilterContext>
}
