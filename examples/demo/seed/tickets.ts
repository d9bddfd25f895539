import { apiOf, DAY_MS, dueAt, type Life } from './life.ts'
import { TICKETS } from './words.ts'

/** A ticket that somebody works on. */
export interface OpenTicket {
  readonly id: string
  readonly resolution: string
  readonly token: string
  readonly doneFrom: number
}

/** Somebody who bought a home writes: `at` says what of. */
export async function openTicket(life: Life, at?: number): Promise<OpenTicket | undefined> {
  const { chance, clock, customers, sellers } = life
  if (customers.length === 0) return undefined
  const token = chance.pick(sellers)
  const about = TICKETS[at ?? chance.between(0, TICKETS.length - 1)] ?? TICKETS[0]
  const [subject, description, kind, priority, resolution] = about as (typeof TICKETS)[number]
  const values = { subject, description, kind, priority, dueAt: dueAt(life, 2, 5), contactId: chance.pick(customers) }
  const { id } = await apiOf(life, token).openTicket(values)
  return { id, resolution, token, doneFrom: Date.parse(clock.now()) + chance.between(1, 6) * DAY_MS }
}

/** Closes what is solved; gives back what is still open. */
export async function closeTickets(life: Life, open: readonly OpenTicket[]): Promise<OpenTicket[]> {
  const now = Date.parse(life.clock.now())
  const done = open.filter(({ doneFrom }) => doneFrom <= now)
  for (const { id, resolution, token } of done) await apiOf(life, token).closeTicket(id, { resolution })
  return open.filter((ticket) => !done.includes(ticket))
}
