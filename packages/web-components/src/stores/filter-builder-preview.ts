import type { CrmApi, UncheckedFilter } from '@kith/core'
import type { FilterPreview } from './filter-builder-types.ts'

const WAIT_MS = 300
const EXAMPLES = 5

/** Says how many records a filter selects, and which. */
export interface FilterPreviewer {
  /** Asks a little later; what was asked before is answered no more. Undefined: the filter cannot be asked for. */
  ask(where: UncheckedFilter | undefined): void
  stop(): void
}

/**
 * Counts while a person builds.
 *
 * @param show Told each change.
 */
export function filterPreviewer(
  api: Pick<CrmApi, 'totals' | 'list'>,
  object: string,
  show: (preview: FilterPreview) => void,
): FilterPreviewer {
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let now: FilterPreview = { status: 'waiting', examples: [] }
  let all: Promise<number> | undefined

  const set = (next: FilterPreview) => {
    now = next
    show(next)
  }
  const count = async (where?: UncheckedFilter) => {
    const [row] = await api.totals(object, where ? { where } : {})
    return row?.count ?? 0
  }
  const total = () => {
    all ??= count()
    all.catch(() => {
      all = undefined
    })
    return all
  }

  const answer = async (where: UncheckedFilter, mine: number) => {
    try {
      const open = Object.keys(where).length === 0
      const [of, found, page] = await Promise.all([
        total(),
        open ? total() : count(where),
        api.list(object, { limit: EXAMPLES, ...(!open && { where }) }),
      ])
      if (mine === round) set({ status: 'ready', count: found, total: of, examples: page.items })
    } catch {
      if (mine === round) set({ status: 'failed', examples: [] })
    }
  }

  return {
    ask(where) {
      const mine = ++round
      clearTimeout(timer)
      if (!where) return set({ status: 'off', examples: [] })
      set({ ...now, status: 'waiting' })
      timer = setTimeout(() => answer(where, mine), WAIT_MS)
    },
    stop() {
      round++
      clearTimeout(timer)
    },
  }
}
