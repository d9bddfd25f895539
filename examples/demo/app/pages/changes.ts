import type { UndoResult } from '@kith/core'
import { sayExactly, sayWhen } from '@kith/web-components'
import { client, gathered, onChange, type Signed } from '../client.ts'
import { make } from '../dom.ts'
import { recordPath } from '../paths.ts'
import { locale, texts } from '../texts.ts'
import { type Book, causeOf, headOf, type Intent, latest, linesOf, sayField, whoOf } from './intents.ts'

/** Records that a line names; the others stand among its values. */
const MANY = 5

/** What was changed last, who did it and why, one intent a line; one or several can be undone as a whole. */
export async function changesPage(signed: Signed, signal: AbortSignal) {
  const words = texts()
  const list = make('ol', { className: 'log' })
  const chosen = new Map<string, Intent>()
  const told = make('div', { className: 'told', role: 'status', tabIndex: -1 })
  const bar = make('div', { className: 'chosen', hidden: true })
  let book: Book | undefined

  const undo = async (intents: readonly Intent[]) => {
    try {
      const done: UndoResult[] = []
      for (const intent of intents) done.push(await client.undo({ correlation: headOf(intent).correlation }))
      told.replaceChildren(outcome(joined(done), signed, book))
      chosen.clear()
    } catch (error) {
      const { code } = error as { readonly code?: string }
      told.replaceChildren(make('p', {}, code === 'NOT_FOUND' || code === 'FORBIDDEN' ? words.mayNot : words.failed))
    }
    const close = make('button', { type: 'button', className: 'quiet' }, words.dismiss)
    close.onclick = () => {
      told.replaceChildren()
      list.querySelector('input')?.focus()
    }
    told.append(close)
    told.focus()
    told.scrollIntoView({ block: 'nearest' })
    await draw()
  }

  const count = () => {
    const { size } = chosen
    bar.hidden = size === 0
    const act = make('button', { type: 'button', className: 'primary' }, words.undoChosen(size))
    act.onclick = () => undo([...chosen.values()])
    const none = make('button', { type: 'button', className: 'quiet' }, words.clear)
    none.onclick = () => {
      chosen.clear()
      for (const box of list.querySelectorAll('input')) box.checked = false
      count()
    }
    bar.replaceChildren(make('b', {}, words.chosen(size)), none, act)
  }

  const draw = async () => {
    book = await latest(signed)
    if (signal.aborted) return
    const open = new Set([...list.querySelectorAll('details[open]')].map((one) => one.closest('li')?.id))
    const focused = document.activeElement?.closest('.log > li')?.id
    const items = book.intents.map((intent) => line(intent, signed, book as Book, { chosen, count, undo }))
    for (const item of items) if (open.has(item.id)) item.querySelector('details')?.setAttribute('open', '')
    list.replaceChildren(...(items.length ? items : [make('li', { className: 'muted' }, words.noChanges)]))
    if (focused) document.getElementById(focused)?.querySelector('input')?.focus()
    count()
  }

  onChange(gathered(draw, 600), signal)
  draw()
  const heading = [make('h2', {}, words.changes), make('p', { className: 'muted' }, words.changesAbout)]
  const content = make('div', { className: 'day changes' }, ...heading, told, list, bar)
  return { title: words.changes, content }
}

interface Acts {
  readonly chosen: Map<string, Intent>
  readonly count: () => void
  readonly undo: (intents: readonly Intent[]) => void
}

function line(intent: Intent, signed: Signed, book: Book, { chosen, count, undo }: Acts): HTMLLIElement {
  const words = texts()
  const { at, correlation } = headOf(intent)
  const said = `${whoOf(intent, book)} ${causeOf(intent)}`
  const box = make('input', { type: 'checkbox', 'aria-label': words.choose(said), checked: chosen.has(correlation) })
  box.onchange = () => {
    if (box.checked) chosen.set(correlation, intent)
    else chosen.delete(correlation)
    count()
  }
  const button = make('button', { type: 'button', className: 'quiet', 'aria-label': words.undoOf(said) }, words.undo)
  button.onclick = () => undo([intent])
  return make(
    'li',
    { id: `intent-${correlation}` },
    box,
    make(
      'span',
      {},
      make('b', {}, whoOf(intent, book)),
      make('small', {}, causeOf(intent)),
      records(intent, signed, book),
    ),
    make('time', { dateTime: at, title: sayExactly(at, locale()) }, sayWhen(at, Date.now(), locale())),
    button,
  )
}

/** The records of an intent, and on demand each value, from what to what. */
function records(intent: Intent, signed: Signed, book: Book): HTMLElement {
  const words = texts()
  const lines = linesOf(intent, signed.model, book)
  const shown = lines.length > MANY ? MANY - 1 : MANY
  const values = lines.flatMap(({ name, fields }) =>
    fields.map(({ label, from, to }) =>
      make(
        'tr',
        {},
        make('td', {}, lines.length > 1 ? `${name} · ` : '', label),
        make('td', {}, from ? make('s', {}, from) : '', from ? ' → ' : '', to || words.nothing),
      ),
    ),
  )
  return make(
    'div',
    {},
    make(
      'ul',
      {},
      ...lines.slice(0, shown).map(({ object, id, name, kind, fields, added, rule }) => {
        const href = recordPath(signed, object, id)
        const what = added ? words.added : fields.map(({ label }) => label).join(', ')
        return make(
          'li',
          {},
          make(href ? 'a' : 'span', href ? { href } : {}, name),
          make('small', {}, [kind, what, rule].filter(Boolean).join(' · ')),
        )
      }),
      lines.length > shown && make('li', { className: 'muted' }, words.andMore(lines.length - shown)),
    ),
    values.length > 0 &&
      make(
        'details',
        {},
        make('summary', {}, words.values(values.length)),
        make('table', {}, make('tbody', {}, ...values)),
      ),
  )
}

const joined = (done: readonly UndoResult[]): UndoResult => ({
  undone: done.flatMap(({ undone }) => undone),
  conflicts: done.flatMap(({ conflicts }) => conflicts),
  effects: done.flatMap(({ effects }) => effects),
})

/** What an undo did, and each field that it left alone. */
function outcome(done: UndoResult, signed: Signed, book: Book | undefined): HTMLElement {
  const words = texts()
  const { undone, conflicts, effects } = done
  const list = conflicts.map(({ object, id, field, current, wanted }) => {
    const found = signed.model.objects.find(({ name }) => name === object)
    const say = (value: unknown) => sayField(found, field, value, book) || words.nothing
    const label = sayField(found, field, undefined, book, true)
    const href = recordPath(signed, object, id)
    const name = book?.names.get(id) ?? id
    return make(
      'li',
      {},
      make(href ? 'a' : 'b', href ? { href } : {}, name),
      ' ',
      words.conflict(label, say(current), say(wanted)),
    )
  })
  return make(
    'div',
    {},
    make(
      'p',
      {},
      make('b', {}, words.undone(new Set(undone.map(({ id }) => id)).size)),
      list.length ? ` ${words.conflicts(list.length)}` : '',
    ),
    list.length > 0 && make('ul', {}, ...list),
    effects.length > 0 && make('p', { className: 'muted' }, words.effects(effects.length)),
  )
}
