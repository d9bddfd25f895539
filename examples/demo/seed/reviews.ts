import { ACCOUNTS, scopeOf } from '../accounts.ts'
import { dayOf, daysBetween, type Life } from './life.ts'

/** Every ninth proposal is refused. */
const REFUSED = 9

/** In the morning whoever may decides what rules proposed the day before; the last days' proposals wait for who signs in. */
export async function decideReviews({ crm, clock, tenant, to }: Life): Promise<void> {
  if (daysBetween(dayOf(clock.now()), to) < 25) return
  const deciders = Object.values(ACCOUNTS).filter(
    (one) => one.tenant === tenant && one.roles.some((role) => role === 'manager' || role === 'admin'),
  )
  const [first] = deciders
  if (!first) return
  const { items } = await crm.as(scopeOf(first)).list('review', { where: { status: 'proposed' }, sort: 'createdAt' })
  for (const { id, servesIds } of items) {
    const decider = deciders.find((one) => !((servesIds ?? []) as readonly string[]).includes(one.id))
    if (!decider) continue
    const [seconds, api] = [14 + (Number.parseInt(id.slice(-3), 16) % 100), crm.as(scopeOf(decider))]
    clock.advance({ minutes: 2 })
    if (Number.parseInt(id.slice(-2), 16) % REFUSED === 0)
      await api.refuseReview(id, {
        lookedSeconds: seconds,
        reason: 'The price does not hold. Talk to the owner first.',
      })
    else await api.approveReview(id, { lookedSeconds: seconds })
  }
}
