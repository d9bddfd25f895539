import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { type EditContext, editor, readEditor } from '../../fields/edit.ts'
import { valuesOfCommands, withValues } from '../../stores/review-queue-commands.ts'
import type { Verdict, VerdictInput } from '../../stores/review-queue-types.ts'
import { labelsOf } from './detail.ts'
import { type Asked, nameOf, type ReviewView } from './view.ts'

/** Asks before a decision is taken. */
export function decision(asked: Asked, view: ReviewView): TemplateResult {
  const { texts, acts, problem, sending } = view
  const { verdict, review } = asked
  const needed = needsReason(verdict)
  return html`<dialog part="dialog" aria-labelledby="ask-title" aria-describedby="ask-help" @close=${() => acts.ask(undefined)}>
    <form novalidate @submit=${acts.answer}>
      <h3 id="ask-title">${texts.ask[verdict]?.(review.title, nameOf(review.recordId, view))}</h3>
      <p class="muted" id="ask-help">${texts.askHelp[verdict]}</p>
      ${problem ? html`<p class="error" role="alert">${problem}</p>` : nothing}
      ${verdict === 'change' ? known(asked, view).map(({ field, value }) => editor(field, value, editOf(view))) : nothing}
      <div class="field">
        <label for="reason">${texts.reason} ${needed ? '*' : html`<span>${texts.optional}</span>`}</label>
        <textarea id="reason" name="reason" maxlength="2000" ?required=${needed} aria-describedby="reason-note" aria-invalid=${!!view.errors['reason']}></textarea>
        <p id="reason-note" class=${view.errors['reason'] ? 'error' : ''}>${view.errors['reason'] ?? (needed ? texts.reasonNeeded : '')}</p>
      </div>
      ${
        verdict === 'contest'
          ? html`<div class="field">
              <label for="by">${texts.objector} <span>${texts.optional}</span></label>
              <input id="by" name="by" maxlength="200" autocomplete="off" />
            </div>`
          : nothing
      }
      <div class="row end">
        <button type="button" @click=${() => acts.ask(undefined)}>${texts.cancel}</button>
        <button class=${verdict === 'refuse' ? 'danger' : 'primary'} ?disabled=${sending}>${texts.submit[verdict]}</button>
      </div>
    </form>
  </dialog>`
}

/** Only a plain yes needs none: all else is read by the next person. */
export const needsReason = (verdict: Verdict): boolean => verdict !== 'approve'

/** What stands in the form. */
export function readDecision(form: HTMLFormElement, asked: Asked, view: ReviewView): VerdictInput {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const by = text('by')
  const reason = text('reason')
  const said = { lookedSeconds: view.looked, ...(reason && { reason }), ...(by && { by }) }
  if (asked.verdict !== 'change') return said
  const all = known(asked, view)
  const edit = editOf(view)
  const written = Object.fromEntries(all.map(({ field, value }) => [field.id, readEditor(field, value, data, edit)]))
  return { ...said, commands: withValues(asked.review.commands ?? [], all, written) }
}

const known = ({ review }: Asked, view: ReviewView) =>
  valuesOfCommands(review.commands ?? [], view.state.objects, labelsOf(view))

const editOf = ({ recordTexts, context, errors, client, state }: ReviewView): EditContext => ({
  texts: recordTexts,
  locale: context.locale,
  errors,
  client,
  titles: state.titles,
  baseCurrency: state.me?.baseCurrency ?? '',
})
