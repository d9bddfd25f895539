import type { Change, ModelDescription } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { sayValue, titleOf } from '@kith/web-components'
import { client, type Signed } from '../client.ts'
import { locale, texts } from '../texts.ts'

type ObjectOf = ModelDescription['objects'][number]

/** Changes that were meant together, newest first. */
export type Intent = readonly Change[]

/** The latest intents, and what the records in them are called. */
export interface Book {
  readonly intents: readonly Intent[]
  readonly names: ReadonlyMap<string, string>
}

const PAGE = 200
const PAGES = 5
const MOST = 60

/** Objects that only follow from others, or speak for themselves elsewhere. */
const QUIET: ReadonlySet<string> = new Set(['message', 'submission', 'link', 'notification', 'segmentMember', 'file'])

/** The latest changes of the log, joined by what was meant. */
export async function latest({ model }: Signed): Promise<Book> {
  const tell = tells(model)
  const told: Change[] = []
  const intents = new Set<string>()
  let cursor: string | undefined
  for (let page = 0; page < PAGES && intents.size <= MOST; page++) {
    const { items, nextCursor } = await client.log({ limit: PAGE, ...(cursor && { cursor }) })
    for (const change of items) {
      if (QUIET.has(change.object) || !tell(change)) continue
      told.push(change)
      intents.add(change.correlation)
    }
    cursor = nextCursor
    if (!cursor) break
  }
  const names = new Map<string, string>()
  const all = [...Map.groupBy(told, ({ correlation }) => correlation).values()].slice(0, MOST)
  await Promise.all([learn(model, all.flat(), names), learnRules(all.flat(), names)])
  return { intents: all, names }
}

interface Stage {
  readonly id: string
  readonly label: Parameters<typeof labelText>[0]
}

/** Names of users and stages, of the records themselves, also of deleted ones, and of records that values point to. */
async function learn(model: ModelDescription, changes: readonly Change[], names: Map<string, string>): Promise<void> {
  const wanted = new Map<string, Set<string>>([['user', new Set()]])
  const want = (object: string, id: string) => wanted.set(object, (wanted.get(object) ?? new Set()).add(id))
  for (const { object, id } of changes) want(object, id)
  for (const { object, before, after } of changes)
    for (const [id, value] of [...Object.entries(before ?? {}), ...Object.entries(after ?? {})]) {
      const { to } =
        fieldOf(
          model.objects.find(({ name }) => name === object),
          id,
        ) ?? {}
      if (to && typeof value === 'string') want(to, value)
    }
  const pipelines = client.list('pipeline').catch(() => ({ items: [] }))
  for (const { stages } of (await pipelines).items)
    for (const { id, label } of stages as readonly Stage[]) names.set(`stage ${id}`, labelText(label, locale(), id))
  await Promise.all(
    [...wanted].map(async ([object, ids]) => {
      const title = model.objects.find(({ name }) => name === object)?.title
      const where = object === 'user' ? {} : { id: { in: [...ids].slice(0, 200) } }
      for (const deleted of [false, true]) {
        const { items } = await client.list(object, { where, limit: 200, deleted }).catch(() => ({ items: [] }))
        for (const record of items) names.set(record.id, titleOf(record, title) || String(record['visitorName'] ?? ''))
        if (items.length === ids.size) break
      }
    }),
  )
}

/** Names of rules, by `rule:<id>`. */
async function learnRules(changes: readonly Change[], names: Map<string, string>): Promise<void> {
  if (!changes.some(({ actor }) => actor.kind === 'rule')) return
  for (const { id, label } of await client.ruleLabels({ locale: locale() }).catch(() => []))
    names.set(`rule:${id}`, label)
}

const ruleNamed = (id: string, book: Book | undefined) => book?.names.get(`rule:${id}`) ?? plain(id)
const ruleName = (id: string, book: Book) => `${texts().rule} “${ruleNamed(id, book)}”`

/** What Kith keeps by itself says nothing to people. */
const SILENT = /^(id|updated|access|version|created|teamId|externalIds|stageHistory|stageEnteredAt|lastMessage)/

const fieldOf = (object: ObjectOf | undefined, id: string) => object?.fields[id]

function shows(object: ObjectOf | undefined, id: string): boolean {
  const field = fieldOf(object, id)
  return field !== undefined && !['rollup', 'json'].includes(field.type) && !SILENT.test(id)
}

const tells =
  ({ objects }: ModelDescription) =>
  ({ object, before, after }: Change): boolean => {
    const found = objects.find(({ name }) => name === object)
    return before === null || Object.keys({ ...before, ...after }).some((id) => id === 'deletedAt' || shows(found, id))
  }

/** The change that the others of an intent followed from: the earliest that no rule made. */
export const headOf = (intent: Intent): Change =>
  intent.findLast(({ actor }) => actor.kind !== 'rule') ?? (intent[0] as Change)

export function whoOf(intent: Intent, book: Book): string {
  const words = texts()
  const { names } = book
  const { actor } = headOf(intent)
  if (actor.kind === 'rule') return ruleName(actor.id, book)
  if (actor.kind === 'service') return 'Kith'
  if (actor.kind === 'visitor' || actor.kind === 'customer') return words.visitor
  return names.get(actor.id) ?? words.somebody
}

/** What was meant: `moved a deal`, `changed 12 records`. */
export function causeOf(intent: Intent): string {
  const words = texts()
  const { cause } = headOf(intent)
  const { size } = new Set(intent.map(({ id }) => id))
  return cause === 'update' && size > 1 ? words.changedMany(size) : (words.causes[cause] ?? cause)
}

const plain = (id: string) => id.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())

export interface Line {
  readonly object: string
  readonly id: string
  readonly name: string
  /** What the object is called. */
  readonly kind: string
  /** The rule that did it, where somebody else began. */
  readonly rule: string | undefined
  readonly added: boolean
  readonly fields: readonly { readonly label: string; readonly from: string; readonly to: string }[]
}

/** One line for each record of an intent; what a rule made of it stands apart. */
export function linesOf(intent: Intent, { objects }: ModelDescription, book: Book): readonly Line[] {
  const byRule = headOf(intent).actor.kind === 'rule'
  const ruleOf = ({ actor }: Change) => (byRule || actor.kind !== 'rule' ? undefined : actor.id)
  return [...Map.groupBy(intent, (one) => `${one.id} ${ruleOf(one)}`).values()].map((changes) => {
    const [newest] = changes as [Change]
    const { object, id } = newest
    const rule = ruleOf(newest)
    const found = objects.find(({ name }) => name === object)
    const first = (changes.at(-1) as Change).before ?? {}
    const last = Object.assign({}, ...changes.toReversed().map(({ after }) => after ?? {}))
    const before = Object.assign({}, ...changes.map((one) => one.before ?? {}), first)
    const fields = Object.keys({ ...before, ...last })
      .filter((field) => shows(found, field))
      .map((field) => ({
        label: sayField(found, field, undefined, book, true),
        from: sayField(found, field, before[field], book),
        to: sayField(found, field, last[field], book),
      }))
      .filter(({ from, to }) => from !== to)
    const kind = labelText(found?.label, locale(), object)
    return {
      object,
      id,
      name: book.names.get(id) || kind,
      kind,
      rule: rule && ruleName(rule, book),
      added: changes.some((one) => one.before === null),
      fields,
    }
  })
}

/** A value of a field as people read it, or what the field is called. */
export function sayField(
  object: ObjectOf | undefined,
  id: string,
  value: unknown,
  book: Book | undefined,
  label = false,
): string {
  const field = fieldOf(object, id)
  if (label || !field) return label ? labelText(field?.label, locale(), id) : String(value ?? '')
  if (id === 'ruleId') return ruleNamed(String(value ?? '').replace(/@\d+$/, ''), book)
  if (id === 'stageId') return book?.names.get(`stage ${value}`) ?? String(value ?? '')
  const words = locale().startsWith('nb') ? { yes: 'Ja', no: 'Nei' } : { yes: 'Yes', no: 'No' }
  return sayValue({ ...field, id } as typeof field, value ?? undefined, {
    locale: locale(),
    now: Date.now(),
    titles: book?.names ?? new Map(),
    ...words,
  })
}
