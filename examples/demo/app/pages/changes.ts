import type { Change, FieldDefinition } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { sayExactly, sayWhen, titleOf } from '@kith/web-components'
import { client, gathered, onChange, type Signed } from '../client.ts'
import { make } from '../dom.ts'
import { listedObjects, recordPath } from '../paths.ts'
import { locale, texts } from '../texts.ts'
import { toast } from '../toast.ts'

const RECORDS = 8
const EACH = 6

/** What was changed last, who did it and why, one intent a line; each can be undone as a whole. */
export async function changesPage(signed: Signed, signal: AbortSignal) {
  const words = texts()
  const list = make('ol', { className: 'log' })
  const content = make(
    'div',
    { className: 'day' },
    make('h2', {}, words.changes),
    make('p', { className: 'muted' }, words.changesAbout),
    list,
  )
  const draw = async () => {
    const found = await latest(signed)
    if (!signal.aborted) list.replaceChildren(...found.map((intent) => line(intent, signed, draw)))
  }
  onChange(gathered(draw, 600), signal)
  draw()
  return { title: words.changes, content }
}

interface Intent {
  readonly changes: readonly Change[]
  readonly names: ReadonlyMap<string, string>
}

/** The latest changes of the records that changed last, joined by what was meant. */
async function latest({ model }: Signed): Promise<readonly Intent[]> {
  const names = new Map<string, string>()
  const histories = await Promise.all(
    listedObjects(model.objects).map(async ({ name, title }) => {
      const { items } = await client.list(name, { sort: '-updatedAt', limit: RECORDS }).catch(() => ({ items: [] }))
      for (const record of items) names.set(record.id, titleOf(record, title))
      const pages = items.map(({ id }) => client.history(name, id, { limit: EACH }).catch(() => ({ items: [] })))
      return (await Promise.all(pages)).flatMap((page) => page.items)
    }),
  )
  const users = await client.list('user', { limit: 200 }).catch(() => ({ items: [] }))
  for (const user of users.items) names.set(user.id, titleOf(user))
  const all = histories.flat().sort((a, b) => b.seq - a.seq)
  return [...Map.groupBy(all, ({ correlation }) => correlation).values()]
    .slice(0, 60)
    .map((changes) => ({ changes, names }))
}

/** What Kith keeps by itself says nothing to people. */
const tells = (field: FieldDefinition | undefined, id: string) =>
  field !== undefined && !['rollup', 'json'].includes(field.type) && !/^(id|updated|access|version|created)/.test(id)

function line({ changes, names }: Intent, { model }: Signed, draw: () => void): HTMLElement {
  const words = texts()
  const [first] = changes as [Change]
  const { at, actor, cause, correlation } = first
  const who = actor.kind === 'rule' ? `${words.rule} ${actor.id}` : (names.get(actor.id) ?? words.somebody)
  const undo = async () => {
    const done = await client.undo({ correlation }).catch(() => undefined)
    toast(
      done
        ? [words.undone(done.undone.length), done.conflicts.length && words.conflicts(done.conflicts.length)]
            .filter(Boolean)
            .join('. ')
        : words.failed,
    )
    draw()
  }
  const records = [...Map.groupBy(changes, ({ id }) => id).values()].map(([change]) => {
    const { object, id } = change as Change
    const found = model.objects.find(({ name }) => name === object)
    const fields = changes
      .filter((one) => one.id === id)
      .flatMap(({ after }) => Object.keys(after ?? {}))
      .filter((field) => tells(found?.fields[field], field))
    const labels = [...new Set(fields)].map((field) => labelText(found?.fields[field]?.label, locale(), field))
    return make(
      'li',
      {},
      make('a', { href: recordPath(model.objects, object, id) }, names.get(id) || id),
      make(
        'small',
        {},
        `${labelText(found?.label, locale(), object)}${labels.length ? ` · ${labels.slice(0, 5).join(', ')}` : ''}`,
      ),
    )
  })
  return make(
    'li',
    {},
    make('span', {}, make('b', {}, who), make('small', {}, words.causes[cause] ?? cause), make('ul', {}, ...records)),
    make('time', { dateTime: at, title: sayExactly(at, locale()) }, sayWhen(at, Date.now(), locale())),
    make('button', { type: 'button', className: 'quiet', onclick: undo }, words.undo),
  )
}
