import type { UncheckedFilter } from '@kith/core'
import type { BoardDeal, BoardFilter, BoardStage } from './board-types.ts'

const DAY_MS = 864e5

/** Days that a deal has stood in its stage. */
export const waited = (deal: BoardDeal, now: number): number =>
  (now - Date.parse(deal.stageEnteredAt ?? new Date(now).toISOString())) / DAY_MS

/** Whether a deal stands longer in its stage than the stage allows. */
export const rots = (deal: BoardDeal, { rotAfterDays = Number.POSITIVE_INFINITY }: BoardStage, now: number): boolean =>
  waited(deal, now) > rotAfterDays

const key = ({ stageEnteredAt = '', id }: BoardDeal) => stageEnteredAt + id

/** Order in a column: who entered the stage last comes first, then by id, as `-stageEnteredAt` sorts. */
export const compare = (a: BoardDeal, b: BoardDeal): number => +(key(a) < key(b)) - +(key(a) > key(b))

/** A filter in both forms: as the API takes it, and asked of a deal that came alive. */
export interface BoardRule {
  readonly where: UncheckedFilter
  readonly fits: (deal: BoardDeal) => boolean
}

/** What a chip asks for. `month` is the current one in the tenant's zone, `YYYY-MM`. */
export function ruleOf(
  filter: BoardFilter,
  stages: readonly BoardStage[],
  { me, month, now }: { readonly me: string; readonly month: string; readonly now: () => number },
): BoardRule {
  const rules: Readonly<Record<BoardFilter, BoardRule>> = {
    all: { where: {}, fits: () => true },
    mine: { where: { ownerId: me }, fits: (deal) => deal.ownerId === me },
    closing: {
      where: { closeOn: { within: 'thisMonth' } },
      fits: (deal) => !!deal.closeOn?.startsWith(month),
    },
    rotten: {
      where: {
        or: stages
          .filter((stage) => stage.rotAfterDays)
          .map(({ id, rotAfterDays: days }) => ({ stageId: id, stageEnteredAt: { lt: { ago: { days } } } })),
      },
      fits: (deal) => stages.some((stage) => stage.id === deal.stageId && rots(deal, stage, now())),
    },
  }
  return rules[filter]
}
