import type { Change } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { fieldLabel, fieldOf } from '../../values/model.ts'
import { sayValue } from '../../values/text.ts'
import { actor } from './facts.ts'
import type { RecordView } from './view.ts'

/** Fields that follow from others, or that only machines read. */
const SILENT: readonly string[] = [
  'access',
  'version',
  'updatedAt',
  'updatedBy',
  'createdAt',
  'createdBy',
  'stageHistory',
  'teamId',
]
/** What follows from a move. */
const FOLLOWS: readonly string[] = ['probability', 'stageEnteredAt', 'closedAt', 'status']
const LONGEST = 80

/** A field that was changed, from what to what, as people read it. */
export interface ChangedField {
  readonly label: string
  readonly from: string
  readonly to: string
}

/** A change as a sentence: who did what, why, and the fields one by one where they are several. */
export interface ChangeSentence {
  readonly text: string
  readonly why: string
  readonly fields: readonly ChangedField[]
}

/** Who did something. */
export function who({ kind, id }: Change['actor'], { texts, context }: RecordView): string {
  if (kind === 'user') return context.titles.get(id) ?? texts.somebody
  if (kind === 'visitor' || kind === 'customer') return texts.visitor
  const name = actor(`${kind}:${id}`, context.titles)
  return kind === 'rule' ? texts.rule(name) : texts.service(name)
}

/** Says a change of the log; undefined where only what machines read was changed. */
export function sentence(change: Change, view: RecordView): ChangeSentence | undefined {
  const { texts, object, locale } = view
  const { before, after, cause } = change
  const by = who(change.actor, view)
  const what = labelText(object.label, locale, object.name).toLocaleLowerCase(locale)
  const why = texts.causes[cause] ?? ''
  const fields = changedFields(change, view)
  if (before === null) return { text: texts.says.create(by, what), why, fields: [] }
  if (after && 'deletedAt' in after)
    return { text: after['deletedAt'] ? texts.says.remove(by, what) : texts.says.restore(by, what), why, fields: [] }
  const [only] = fields
  if (only && fields.length === 1) return { text: one(by, only, view), why, fields: [] }
  if (!only) return undefined
  return { text: texts.says.many(by, fields.length), why, fields }
}

function one(by: string, { label, from, to }: ChangedField, { texts: { says } }: RecordView): string {
  if (!from) return says.set(by, label, to)
  return to ? says.change(by, label, from, to) : says.empty(by, label, from)
}

function changedFields({ before, after }: Change, { object, context, locale }: RecordView): readonly ChangedField[] {
  const ids = Object.keys({ ...before, ...after })
  const moved = ids.includes('stageId')
  return ids
    .filter((id) => id in object.fields && !SILENT.includes(id) && !(moved && FOLLOWS.includes(id)))
    .map((id) => fieldOf(object, id))
    .filter(({ type }) => type !== 'rollup')
    .map((field) => {
      const say = (value: unknown) => short(sayValue(field, value ?? undefined, context))
      return { label: fieldLabel(field, locale), from: say(before?.[field.id]), to: say(after?.[field.id]) }
    })
}

const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
