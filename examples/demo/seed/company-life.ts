import { endTalk, goOn, lastEvening, startTalk, type Talk } from './chats.ts'
import { clearUp, doDueTasks, levelDay } from './deals.ts'
import { callLeads, newLead } from './leads.ts'
import { DAY_MS, dayOf, daysBetween, instantOf, isWorkday, type Life, workdayAfter } from './life.ts'
import { decideReviews } from './reviews.ts'
import { closeTickets, type OpenTicket, openTicket } from './tickets.ts'

/** What goes on from one day to the next. */
interface Going {
  /** Written when nobody was there: answered in the morning. */
  night: Talk[]
  /** Answered, but not closed. */
  talks: { readonly talk: Talk; readonly since: string; readonly token: string }[]
  tickets: OpenTicket[]
  /** Days before the end on which one of the last tickets was opened. */
  readonly last: Set<number>
}

type Event = readonly [minutes: number, act: () => Promise<unknown>]

/** Homes with an open house at the end of the story, as the site says. */
const OPEN_HOUSES = 12

/** Tickets that are still open at the end: days before it, and what of. */
const LAST_TICKETS = [
  [10, 3],
  [7, 4],
  [6, 1],
  [5, 5],
  [3, 0],
] as const

/**
 * Lives through every day: leads come in by the website, are called, converted, moved, won or lost; visitors chat, and
 * customers write. The story ends at night: what came in the evening waits for whoever signs in.
 */
export async function liveThrough(life: Life): Promise<void> {
  const going: Going = { night: [], talks: [], tickets: [], last: new Set() }
  const end = Date.parse(`${life.to}T00:00:00.000Z`)
  for (let at = Date.parse(`${life.from}T00:00:00.000Z`); at < end; at += DAY_MS) {
    const date = dayOf(new Date(at).toISOString())
    life.day(date)
    const events = [...visitors(life, going, date), ...(isWorkday(date) ? work(life, going, date) : [])]
    for (const [minutes, act] of events.sort(([a], [b]) => a - b)) await happen(life, date, minutes, act)
  }
}

/** Time goes on, never back. What came due meanwhile is done before people act: a rule that waits looks in time. */
async function happen({ clock, crm }: Life, date: string, minutes: number, act: () => Promise<unknown>): Promise<void> {
  const instant = instantOf(date, minutes)
  if (instant > clock.now()) clock.set(instant)
  await crm.tick()
  await act()
  await crm.tick()
}

function visitors(life: Life, going: Going, date: string): Event[] {
  const { chance, to, from, leadsPerDay } = life
  const left = daysBetween(date, to)
  const [low, high] = leadsPerDay
  const grown = 1 - left / daysBetween(from, to)
  const usual = low + (high - low) * grown ** 7
  const last = left === 1
  const busy = isWorkday(date) ? usual : usual * 0.35
  const leads = last ? 3 : left === 2 && !isWorkday(date) ? 0 : Math.floor(busy + chance.next())
  const events = Array.from({ length: leads }, (_, at): Event => {
    const minutes = last ? 1_120 + at * 70 + chance.between(0, 50) : chance.between(420, 1_290)
    return [minutes, () => newLead(life)]
  })
  if (last)
    return [
      ...events,
      [
        1_300,
        () =>
          lastEvening(
            life,
            going.talks.map(({ talk }) => talk),
            chance.between(9, 26),
          ),
      ],
    ]
  const talks = left < 13 && isWorkday(date) ? 1 : Number(chance.in(isWorkday(date) ? 0.3 : 0.1))
  if (talks && low > 0.3) events.push([chance.between(500, 1_260), () => chat(life, going, date)])
  return events
}

async function chat(life: Life, going: Going, date: string): Promise<void> {
  const { chance, clock, to } = life
  const talk = await startTalk(life)
  const closing = instantOf(date, 16 * 60 + 30)
  if (!isWorkday(date) || clock.now() > closing) going.night.push(talk)
  else await answer(life, going, talk, chance.in(daysBetween(date, to) < 13 ? 0.1 : 0.85))
}

async function answer(life: Life, going: Going, talk: Talk, close: boolean): Promise<void> {
  const token = life.chance.pick(life.sellers)
  await goOn(life, talk, token)
  if (close) await endTalk(life, talk, token)
  else going.talks.push({ talk, token, since: life.clock.now() })
}

function work(life: Life, going: Going, date: string): Event[] {
  const { chance, sellers, to } = life
  const left = daysBetween(date, to)
  const isLast = workdayAfter(date, 1) >= to
  const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay()
  const events: Event[] = [[490, () => morning(life, going)]]
  for (const token of sellers) {
    events.push([500 + chance.between(0, 30), () => doDueTasks(life, token, date)])
    events.push([780 + chance.between(0, 60), () => callLeads(life, token, date, isLast || weekday === 5)])
    if (isLast && isWorkday(to)) events.push([1_005, () => levelDay(life, token, to)])
    if (weekday === 2 || weekday === 5) events.push([900 + chance.between(0, 30), () => clearUp(life, token)])
  }
  if (chance.in(0.1)) events.push([650, () => ticket(life, going)])
  for (const [at, about] of LAST_TICKETS)
    if (left <= at && left >= at - 2) events.push([700 - at, () => lastTicket(life, going, at, about)])
  if (isLast) events.push([1_000, () => openHouses(life, date)])
  return events
}

async function morning(life: Life, going: Going): Promise<void> {
  const now = life.clock.now()
  for (const talk of going.night.splice(0)) await answer(life, going, talk, life.chance.in(0.3))
  await decideReviews(life)
  const old = going.talks.filter(({ since }) => daysBetween(since, now) > 12)
  for (const { talk, token } of old) await endTalk(life, talk, token)
  going.talks = going.talks.filter((one) => !old.includes(one))
  going.tickets = await closeTickets(life, going.tickets)
}

async function ticket(life: Life, going: Going, about?: number): Promise<void> {
  const opened = await openTicket(life, about)
  if (opened) going.tickets.push(opened)
}

async function lastTicket(life: Life, going: Going, at: number, about: number): Promise<void> {
  if (going.last.has(at)) return
  going.last.add(at)
  await openTicket(life, about)
}

/** The days that the front page of the site speaks of. */
function openHouses({ homes }: Life, date: string): Promise<void> {
  const days = [1, 2, 3, 4, 5].map((after) => workdayAfter(date, after))
  return homes.open(OPEN_HOUSES, days)
}
