import type { StoredRecord, UncheckedFilter } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { daysTo, sayExactly, sayMoney, sayWhen, titleOf } from '@kith/web-components'
import { client, gathered, onChange, type Signed } from '../client.ts'
import { make } from '../dom.ts'
import { recordPath } from '../paths.ts'
import { locale, texts } from '../texts.ts'
import { toast } from '../toast.ts'

const SHOWN = 12
const LIMIT = 50

interface Section {
  readonly title: string
  readonly empty: string
  readonly all: string
  readonly rows: readonly HTMLElement[]
}

/** What waits for the person today: tasks, leads, deals and visitors; live. */
export async function myDayPage(signed: Signed, signal: AbortSignal) {
  const name = (signed.me.name ?? signed.me.actor.id).split(' ')[0] ?? ''
  const sections = make('div', { className: 'sections' })
  const content = make(
    'div',
    { className: 'day' },
    make('h2', {}, texts().greeting(new Date().getHours(), name)),
    make('p', { className: 'muted' }, new Date().toLocaleDateString(locale(), { dateStyle: 'full' })),
    sections,
  )
  const draw = async () => {
    const all = await Promise.all([tasks(signed, draw), leads(signed), rotten(signed), chats(signed)])
    const [due, fresh, old, waiting] = all.map(card)
    if (!signal.aborted) sections.replaceChildren(column(due, old), column(waiting, fresh))
  }
  const soon = gathered(draw, 300)
  onChange(({ object }) => {
    if (['activity', 'lead', 'deal', 'conversation', ''].includes(object)) soon()
  }, signal)
  sections.append(...[1, 2, 3, 4].map(() => make('section', { className: 'card wait', 'aria-hidden': 'true' })))
  draw()
  return { title: texts().day, content }
}

/** Two columns on a desk; on a phone what presses comes first. */
const column = (...cards: readonly (HTMLElement | undefined)[]) => make('div', {}, ...cards)

function card({ title, empty, all, rows }: Section): HTMLElement {
  const { length } = rows
  return make(
    'section',
    { className: 'card', 'aria-label': title },
    make(
      'header',
      {},
      make('h3', {}, title, length ? make('small', {}, length < LIMIT ? String(length) : `${LIMIT}+`) : ''),
      make('a', { href: all }, texts().all),
    ),
    length ? make('ul', {}, ...rows.slice(0, SHOWN)) : make('p', { className: 'muted' }, empty),
  )
}

/** Records that fit; none where the person may not see them. */
async function find(object: string, where: UncheckedFilter, sort: string): Promise<readonly StoredRecord[]> {
  const page = await client.list(object, { where, sort, limit: LIMIT }).catch(() => ({ items: [] }))
  return page.items
}

async function named(object: string, ids: readonly unknown[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => typeof id === 'string'))]
  if (!wanted.length) return new Map()
  const found = await find(object, { id: { in: wanted } }, '-createdAt')
  return new Map(found.map((record) => [record.id, titleOf(record)]))
}

const when = (at: unknown, text = sayWhen(String(at), Date.now(), locale()), bad = false) =>
  make('time', { dateTime: String(at), title: sayExactly(String(at), locale()), className: bad ? 'bad' : '' }, text)

async function tasks(signed: Signed, draw: () => void): Promise<Section> {
  const words = texts()
  const tonight = new Date(new Date().setHours(24, 0, 0, 0)).toISOString()
  const mine = { kind: 'task', status: 'open', ownerId: signed.me.actor.id, dueAt: { lt: tonight } }
  const found = await find('activity', mine, 'dueAt')
  const [leads, deals] = await Promise.all([
    named(
      'lead',
      found.map(({ leadId }) => leadId),
    ),
    named(
      'deal',
      found.map(({ dealId }) => dealId),
    ),
  ])
  const rows = found.map((task) => {
    const { id, subject, dueAt, leadId, dealId, contactId } = task
    const about = deals.get(String(dealId)) ?? leads.get(String(leadId)) ?? ''
    const [object, target] = dealId ? ['deal', dealId] : leadId ? ['lead', leadId] : ['contact', contactId]
    const days = daysTo(String(dueAt), Date.now())
    const box = make('input', {
      type: 'checkbox',
      'aria-label': words.done(String(subject)),
      onchange: async () => {
        await client.completeTask(id).catch(() => toast(words.failed))
        toast(words.isDone(String(subject)))
        draw()
      },
    })
    const href = recordPath(signed, object as string, String(target))
    const title = make(href && target ? 'a' : 'b', href && target ? { href } : {}, String(subject))
    return make(
      'li',
      {},
      box,
      make('span', {}, title, make('small', {}, about)),
      when(dueAt, days < 0 ? words.late(-days) : undefined, days < 0),
    )
  })
  return { title: words.tasks, empty: words.noTasks, all: '/app/activities', rows }
}

async function leads(signed: Signed): Promise<Section> {
  const words = texts()
  const found = await find('lead', { status: 'new' }, '-createdAt')
  const rows = found.map((lead) =>
    row(
      recordPath(signed, 'lead', lead.id),
      titleOf(lead),
      String(lead['message'] ?? lead['email'] ?? ''),
      when(lead['createdAt']),
    ),
  )
  return { title: words.leads, empty: words.noLeads, all: '/app/leads', rows }
}

interface Stage {
  readonly id: string
  readonly label: string
  readonly rotAfterDays?: number
}

async function rotten(signed: Signed): Promise<Section> {
  const words = texts()
  const pipelines = await find('pipeline', {}, 'createdAt')
  const stages = pipelines.flatMap(({ stages }) => stages as readonly Stage[]).filter((stage) => stage.rotAfterDays)
  const or = stages.map(({ id, rotAfterDays }) => ({
    stageId: id,
    stageEnteredAt: { lt: { ago: { days: rotAfterDays } } },
  }))
  const found = or.length ? await find('deal', { status: 'open', or }, 'stageEnteredAt') : []
  const people = await named(
    'contact',
    found.map(({ contactId }) => contactId),
  )
  const rows = found.map((deal) => {
    const stage = labelText(stages.find(({ id }) => id === deal['stageId'])?.label, locale())
    const amount = deal['amount'] as Parameters<typeof sayMoney>[0] | undefined
    const days = -daysTo(String(deal['stageEnteredAt']), Date.now())
    const who = people.get(String(deal['contactId']))
    const line = [stage, amount && sayMoney(amount, locale()), who].filter(Boolean).join(' · ')
    return row(
      recordPath(signed, 'deal', deal.id),
      titleOf(deal),
      line,
      when(deal['stageEnteredAt'], words.waits(days)),
    )
  })
  return { title: words.rotten, empty: words.noRotten, all: '/app/pipeline', rows }
}

const pathOf = (page: unknown) => new URL(String(page ?? ''), location.origin).pathname.replace(/\/$/, '')

async function chats(signed: Signed): Promise<Section> {
  const words = texts()
  const found = await find('conversation', { status: 'open', waitingSince: { empty: false } }, 'waitingSince')
  const people = await named(
    'contact',
    found.map(({ contactId }) => contactId),
  )
  const rows = found.map((chat) =>
    row(
      recordPath(signed, 'conversation', chat.id),
      String(people.get(String(chat['contactId'])) ?? chat['visitorName'] ?? words.visitorOn(pathOf(chat['page']))),
      String(chat['lastMessageText'] ?? ''),
      when(chat['waitingSince']),
    ),
  )
  return { title: words.chats, empty: words.noChats, all: '/app/inbox', rows }
}

const row = (href: string | undefined, title: string, line: string, end: Node) =>
  make('li', {}, make('span', {}, make('a', { href }, title), make('small', { title: line }, line)), end)
