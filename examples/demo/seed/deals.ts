import type { CrmApi, StoredRecord } from '@kith/core'
import { isKithError } from '@kith/core/shared'
import { callLead, planStep } from './leads.ts'
import { accountOf, apiOf, DAY_MS, dayOf, daysBetween, instantOf, type Life, since, workdayAfter } from './life.ts'
import { LOST, SILENT, SOLD, STEPS } from './words.ts'

/** How a step ends, by stage: one stage on, lost; else another step in the same one. */
const ODDS: Readonly<Record<string, { readonly next: string; readonly on: number; readonly lost: number }>> = {
  enquiry: { next: 'viewing', on: 0.55, lost: 0.25 },
  viewing: { next: 'offer', on: 0.48, lost: 0.27 },
  offer: { next: 'contract', on: 0.5, lost: 0.22 },
  contract: { next: 'won', on: 0.72, lost: 0.05 },
}

/** Days after which nobody waits any longer. */
const PATIENCE: Readonly<Record<string, number>> = { enquiry: 16, viewing: 21, offer: 21, contract: 46 }

/** A seller does what is due: most of it on its day, the rest within the week; the last days were busy ones. */
export async function doDueTasks(life: Life, token: string, today: string): Promise<void> {
  const { chance, clock } = life
  const api = apiOf(life, token)
  const { items } = await api.list('activity', {
    where: { kind: 'task', status: 'open', ownerId: accountOf(token).id, dueAt: { lt: instantOf(today, 24 * 60) } },
    sort: 'dueAt',
    limit: 40,
  })
  const ease = daysBetween(today, life.to) < 5 ? 0.06 : 0
  for (const task of items) {
    const late = daysBetween(String(task['dueAt']), today)
    if (late < 6 && !chance.in((late > 0 ? 0.45 : 0.8) - ease)) continue
    // A home that is sold meanwhile ends what was planned for its other buyers.
    if ((await api.get('activity', task.id))['status'] !== 'open') continue
    clock.advance({ minutes: chance.between(1, 8) })
    if (task['leadId']) await callLeadOf(api, life, task)
    else if (task['dealId']) await stepOfDeal(life, api, task)
    else await api.completeTask(task.id)
  }
}

/** The day that the story ends on is neither empty nor too full: tasks are brought forward, or done the evening before. */
export async function levelDay(life: Life, token: string, day: string): Promise<void> {
  const { chance, clock } = life
  const api = apiOf(life, token)
  const night = instantOf(day, 24 * 60)
  const mine = { kind: 'task', status: 'open', ownerId: accountOf(token).id, dealId: { empty: false } }
  const open = (dueAt: object) => api.list('activity', { where: { ...mine, dueAt }, sort: 'dueAt', limit: 40 })
  const due = (await open({ lt: night })).items
  const isLate = ({ dueAt }: StoredRecord) => String(dueAt) < instantOf(day, 0)
  const surplus = [...due.filter(isLate).slice(MOST_LATE), ...due.filter((task) => !isLate(task)).slice(MOST_DUE)]
  for (const task of surplus) {
    clock.advance({ minutes: chance.between(1, 5) })
    await stepOfDeal(life, api, task)
  }
  const lacking = LEAST_DUE - (due.length - surplus.length)
  const next = lacking > 0 ? (await open({ gte: night })).items.slice(0, lacking) : []
  for (const { id, version } of next)
    await api.update(
      'activity',
      id,
      { dueAt: instantOf(day, 30 * chance.between(17, 31)) },
      { ifVersion: Number(version) },
    )
}

const LEAST_DUE = 6
const MOST_DUE = 5
const MOST_LATE = 3

async function callLeadOf(api: CrmApi, life: Life, task: StoredRecord): Promise<void> {
  const lead = await api.get('lead', String(task['leadId'])).catch(() => undefined)
  if (lead && (lead['status'] === 'new' || lead['status'] === 'working')) await callLead(life, api, lead, task)
  else await api.completeTask(task.id)
}

async function stepOfDeal(life: Life, api: CrmApi, task: StoredRecord): Promise<void> {
  const { chance, clock } = life
  const stage = String((await api.get('deal', String(task['dealId'])))['stageId'])
  await api.completeTask(task.id, { outcome: chance.pick(STEPS[stage]?.outcomes ?? ['Done']) })
  life.planned.delete(String(task['dealId']))
  const deal = await api.get('deal', String(task['dealId']))
  const odds = ODDS[stage]
  if (!odds || deal['status'] !== 'open') return
  const stayed = daysBetween(String(deal['stageEnteredAt']), clock.now())
  const pressed = stayed > (PATIENCE[stage] ?? 14) - 5
  const [on, lost] = pressed ? [0.62, 0.3] : [odds.on, odds.lost]
  const luck = chance.next()
  if (luck < on) await moveOn(life, api, deal, odds.next)
  else if (luck < on + lost) await lose(life, api, deal, chance.pick(LOST))
  else await planStep(life, api, deal)
  if (stage === 'viewing' && chance.in(0.4)) await wroteDownViewing(life, api, deal)
}

async function wroteDownViewing({ chance, clock }: Life, api: CrmApi, deal: StoredRecord): Promise<void> {
  await api.logActivity({
    kind: 'visit',
    subject: `Viewing of ${deal['name']}`,
    durationMinutes: chance.between(20, 60),
    dealId: deal.id,
    ...(deal['contactId'] ? { contactId: deal['contactId'] } : {}),
    doneAt: clock.now(),
  })
}

const homeOf = ({ homes }: Life, deal: StoredRecord) => homes.forSale.find(({ id }) => id === deal['propertyId'])

/** One stage on; the homes of the front page stay for sale, so nobody gets as far as a contract there. */
async function moveOn(life: Life, api: CrmApi, deal: StoredRecord, stageId: string): Promise<void> {
  const { chance, clock } = life
  const home = homeOf(life, deal)
  if (stageId === 'contract' && home?.stays) return lose(life, api, deal, chance.pick(LOST))
  const ahead = { offer: [18, 40], contract: [8, 26] }[stageId]
  const closeOn = ahead && workdayAfter(dayOf(clock.now()), chance.between(ahead[0] ?? 10, ahead[1] ?? 20))
  const moved = await api
    .moveDeal(deal.id, { stageId, ...(closeOn ? { set: { closeOn } } : {}) }, since(deal))
    .catch((error: unknown) => {
      // A large deal that nobody has approved yet.
      if (isKithError(error, 'STAGE_EXIT_UNMET')) return deal
      throw error
    })
  if (moved['status'] === 'open') return planStep(life, api, moved)
  if (moved['status'] === 'won') await won(life, api, moved)
}

/** The home is sold, or one has come to be sold; who else wanted it is told. */
async function won(life: Life, api: CrmApi, deal: StoredRecord): Promise<void> {
  const { chance, homes, customers } = life
  const contactId = String(deal['contactId'])
  customers.push(contactId)
  const home = homeOf(life, deal)
  if (!deal['propertyId']) await homes.list({ name: String(deal['name']), sellerId: contactId })
  if (!home) return
  await homes.sold(home)
  const { items } = await api.list('deal', { where: { status: 'open', propertyId: home.id }, limit: 20 })
  for (const other of items) if (chance.in(0.75)) await lose(life, api, other, SOLD)
}

/** Ends a deal, and what was planned for it. */
async function lose({ planned }: Life, api: CrmApi, deal: StoredRecord, lostReason: string): Promise<void> {
  await api.moveDeal(deal.id, { stageId: 'lost', lostReason }, since(deal))
  const task = planned.get(deal.id)
  planned.delete(deal.id)
  if (task) await api.completeTask(task, { outcome: lostReason })
}

/** Twice a week a seller goes through what has gone silent: it is taken up again, or given up. */
export async function clearUp(life: Life, token: string): Promise<void> {
  const { chance, clock } = life
  const api = apiOf(life, token)
  const now = Date.parse(clock.now())
  const or = Object.entries(PATIENCE).map(([stageId, days]) => ({
    stageId,
    stageEnteredAt: { lt: new Date(now - days * DAY_MS).toISOString() },
  }))
  const where = { status: 'open', ownerId: accountOf(token).id, or }
  const { items } = await api.list('deal', { where, sort: 'stageEnteredAt', limit: 40 })
  for (const deal of items) {
    clock.advance({ minutes: chance.between(1, 5) })
    const next = ODDS[String(deal['stageId'])]?.next
    if (next && chance.in(0.3)) await moveOn(life, api, deal, next)
    else await lose(life, api, deal, SILENT)
  }
}
