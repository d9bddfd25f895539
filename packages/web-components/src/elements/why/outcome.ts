import type { UndoResult, WhyEntry } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { type ConditionsView, sayField } from '../../fields/conditions.ts'
import type { WhyView } from './entry.ts'

type Conflict = UndoResult['conflicts'][number]

/** What was taken back and what stays, record by record, in sentences. */
export function outcome(result: UndoResult, entry: WhyEntry, view: WhyView): TemplateResult {
  const { undone, conflicts, effects } = result
  const { texts } = view
  const kept = [...Map.groupBy(conflicts, ({ object, id }) => `${object} ${id}`).values()]
  const back = undone.flatMap((one) => sayUndone(one, entry, view))
  const stays = kept.flatMap((group) => sayKept(group, entry, view))
  const verdict = !stays.length ? texts.undone : back.length ? texts.undonePartly : texts.undoneNothing
  return html`<p><b>${verdict}</b> ${back.join(' ')} ${effects.length ? texts.effects(effects.length) : nothing}</p>
    ${stays.length ? html`<ul class="conflicts">${stays.map((line) => html`<li>${line}</li>`)}</ul>` : nothing}`
}

function sayUndone(
  { object, id, fields }: UndoResult['undone'][number],
  { did }: WhyEntry,
  view: WhyView,
): readonly string[] {
  const { texts } = view
  const seen = seenAs(object, view)
  const about = isOwn({ object, id }, view) ? undefined : nameOf(object, id, view)
  if (fields.includes('deletedAt') && about)
    return [did.some((one) => one.id === id && !one.field) ? texts.gone(about) : texts.isBack(about)]
  return fields.flatMap((field) => {
    if (!seen.object?.fields[field]) return []
    const before = did.find((one) => one.object === object && one.id === id && one.field === field)?.before
    const { label, text } = sayField(field, before, seen)
    const empty = before === undefined || before === null || before === ''
    const of = about ? texts.fieldOf(label, about) : label
    return [empty ? texts.emptyAgain(of) : texts.isAgain(of, text)]
  })
}

/** A record that the rule made stays whole; of others single fields do. */
function sayKept(group: readonly Conflict[], { did }: WhyEntry, view: WhyView): readonly string[] {
  const { texts } = view
  const [{ object, id }] = group as [Conflict, ...Conflict[]]
  const seen = seenAs(object, view)
  const shown = group.filter(({ field }) => seen.object?.fields[field])
  const about = isOwn({ object, id }, view) ? undefined : nameOf(object, id, view)
  const isMade = did.some((one) => one.object === object && one.id === id && !one.field)
  if (isMade && about) {
    if (object === 'activity' && group.some(({ field, current }) => field === 'status' && current === 'done'))
      return [texts.staysDone(about)]
    const changed = shown.map(({ field }) => sayField(field, undefined, seen).label)
    return [texts.staysChanged(about, new Intl.ListFormat(view.context.locale).format(changed))]
  }
  return shown.map(({ field, current, wanted }) => {
    const now = sayField(field, current, seen)
    const label = about ? texts.fieldOf(now.label, about) : now.label
    return texts.staysAs(label, now.text, sayField(field, wanted, seen).text)
  })
}

const isOwn = ({ object, id }: { object: string; id: string }, { state, recordId }: WhyView) =>
  object === state.object?.name && id === recordId

const seenAs = (name: string, { state, context, texts }: WhyView): ConditionsView => ({
  object: state.objects.find((one) => one.name === name),
  context,
  texts,
})

/** `the activity “First call”`. */
function nameOf(name: string, id: string, { state, context, texts }: WhyView): string {
  const object = state.objects.find((one) => one.name === name)
  const label = labelText(object?.label, context.locale, name).toLocaleLowerCase(context.locale)
  return texts.record(label, context.titles.get(id))
}
