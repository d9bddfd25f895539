import type { CrmApi, LiveEvent } from '@kith/core'

const PATIENCE_MS = 1000

/**
 * Hears of changes until `signal` aborts. What is read after the answer misses none of them: it resolves when the
 * stream stands, which it says by a first `reset`. When it cannot stand, or takes longer than a second, there is no
 * use in waiting; a stream that stands later says so to `take`, as after any gap.
 */
export const follow = (
  api: Pick<CrmApi, 'changes'>,
  signal: AbortSignal,
  take: (event: LiveEvent) => void,
): Promise<void> =>
  new Promise((stands) => {
    let waits = true
    const go = () => {
      waits = false
      stands()
    }
    const listen = async () => {
      for await (const event of api.changes({ signal }))
        if (waits && event.type === 'reset') go()
        else take(event)
    }
    setTimeout(go, PATIENCE_MS)
    listen().then(go, go)
  })
