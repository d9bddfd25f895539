import { labelText } from '@kith/core/shared'
import { client, gathered, onChange, type Signed } from './client.ts'
import { icon, make } from './dom.ts'
import { listedObjects } from './paths.ts'
import { openSearch } from './search.ts'
import { settings } from './settings.ts'
import { locale, texts } from './texts.ts'

interface Place {
  readonly path: string
  readonly label: string
  readonly icon: string
  /** What the number beside it counts. */
  readonly count?: string
}

/** Beyond this a number tells no more. */
const MOST = 99

/** Reviews that nobody has decided, or that somebody must decide again. */
const WAITS = ['proposed', 'contested']

const counts = new Map<string, number>()

/** Where a person can go, from the model: an app's own objects are there by themselves. */
function places({ me, model }: Signed): readonly (readonly Place[])[] {
  const words = texts()
  const can = (name: string) => model.objects.some((object) => object.name === name)
  const own = ['review', 'rule']
  const records = listedObjects(model.objects)
    .filter(({ name }) => !own.includes(name))
    .map(
      ({ name, plural, pluralLabel }): Place => ({
        path: `/app/${plural}`,
        label: labelText(pluralLabel, locale()),
        icon: name,
        count: name,
      }),
    )
  return [
    [
      { path: '/app', label: words.day, icon: 'day', count: 'task' },
      ...(can('conversation')
        ? [{ path: '/app/inbox', label: words.inbox, icon: 'inbox', count: 'conversation' }]
        : []),
      ...(can('deal') ? [{ path: '/app/pipeline', label: words.pipeline, icon: 'pipeline' }] : []),
    ],
    records,
    [
      ...(can('review') ? [{ path: '/app/reviews', label: words.reviews, icon: 'review', count: 'review' }] : []),
      ...(me.canConfigure && can('rule') ? [{ path: '/app/rules', label: words.rules, icon: 'rule' }] : []),
      ...(me.canConfigure ? [{ path: '/app/jobs', label: words.jobs, icon: 'job', count: 'job' }] : []),
    ],
    [{ path: '/app/changes', label: words.changes, icon: 'changes' }],
  ]
}

function link({ path, label, icon: drawing, count }: Place): HTMLAnchorElement {
  const here = location.pathname.replace(/\/$/, '')
  const current = path === '/app' ? here === path : here === path || here.startsWith(`${path}/`)
  const number = count ? counts.get(count) : undefined
  return make(
    'a',
    { href: path, 'aria-current': current ? 'page' : undefined },
    icon(drawing),
    make('span', {}, label),
    number ? make('b', {}, number > MOST ? `${MOST}+` : String(number)) : undefined,
  )
}

/** Things that Tab reaches. */
const REACHED = 'a, button, summary, select'

/** Draws anew without taking the focus, or closing what is open: counts change while somebody is at it. */
function redraw(element: HTMLElement | null, children: readonly Node[]): void {
  const at = [...(element?.querySelectorAll(REACHED) ?? [])].indexOf(document.activeElement as Element)
  const open = element?.querySelector('details')?.open ?? false
  element?.replaceChildren(...children)
  const details = element?.querySelector('details')
  if (details) details.open = open
  if (at >= 0) element?.querySelectorAll<HTMLElement>(REACHED)[at]?.focus()
}

/** Draws navigation and bottom bar for the present page. */
export function drawShell(signed: Signed): void {
  const words = texts()
  const brand = document.querySelector<HTMLMetaElement>('meta[name=kith-brand]')?.content || signed.me.tenant
  const [first = [], records = [], automation = [], last = []] = places(signed)
  const group = (heading: string, all: readonly Place[]) =>
    all.length ? [make('h2', {}, heading), ...all.map(link)] : []
  const search = make(
    'button',
    { type: 'button', className: 'find', onclick: () => openSearch(signed) },
    icon('search'),
    make('span', {}, words.search),
    make('kbd', {}, '/'),
  )
  redraw(document.getElementById('side'), [
    make('a', { className: 'brand', href: '/app' }, make('i', { 'aria-hidden': 'true' }, 'K'), make('span', {}, brand)),
    search,
    make(
      'nav',
      { 'aria-label': words.main },
      ...first.map(link),
      ...group(words.records, records),
      ...group(words.automation, automation),
      ...group(words.history, last),
    ),
    settings(signed, () => drawShell(signed)),
  ])
  const bar = document.getElementById('bar')
  redraw(bar, [...[...first, ...records.slice(0, 1)].map(link), moreButton(words.more)])
  bar?.setAttribute('aria-label', words.more)
}

function moreButton(label: string): HTMLButtonElement {
  const side = document.getElementById('side') as HTMLElement
  const toggle = () => document.body.classList.toggle('side-open')
  side.onclick = ({ target }) => {
    if ((target as Element).closest('a')) document.body.classList.remove('side-open')
  }
  return make('button', { type: 'button', onclick: toggle }, icon('more'), make('span', {}, label))
}

/** Counts what waits for the person, and again a moment after each change. */
export function watchCounts(signed: Signed): void {
  const count = async (name: string, object: string, where: Readonly<Record<string, unknown>>) => {
    const rows = await client.totals(object, { where }).catch(() => [])
    counts.set(name, rows[0]?.count ?? 0)
  }
  const countDead = async () => {
    const page = await client.jobs({ state: 'dead', limit: MOST + 1 }).catch(() => undefined)
    counts.set('job', page?.items.length ?? 0)
  }
  const id = signed.me.actor.id
  const read = async () => {
    const tonight = new Date(new Date().setHours(24, 0, 0, 0)).toISOString()
    const due = { kind: 'task', status: 'open', ownerId: id, dueAt: { lt: tonight } }
    await Promise.all([
      count('lead', 'lead', { status: 'new' }),
      count('conversation', 'conversation', { status: 'open', unreadByAgent: { gt: 0 } }),
      count('task', 'activity', due),
      count('ticket', 'ticket', { status: 'open', ownerId: id }),
      count('review', 'review', { status: { in: WAITS }, not: { servesIds: { some: { eq: id } } } }),
      signed.me.canConfigure && countDead(),
    ])
    drawShell(signed)
  }
  const soon = gathered(read)
  onChange(({ object }) => {
    if (['lead', 'conversation', 'activity', 'ticket', 'review', ''].includes(object)) soon()
  })
  read()
}
