import type { StoredRecord } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { fieldLabel, fieldOf, firstColumns, type ScreenObject } from '../../values/model.ts'
import { sayValue, titleOf } from '../../values/text.ts'
import { daysTo, sayExactly, sayWhen } from '../../values/when.ts'
import { askConsent, askWithdraw } from './asks.ts'
import { actor } from './facts.ts'
import type { RecordView } from './view.ts'

/** How many facts stand under a name. */
const FACTS = 2

/** What is to be done, whom and what it belongs to, and what may be sent. */
export function related(view: RecordView): TemplateResult {
  const { state, texts, locale, object } = view
  return html`<section class="related" part="related" aria-label=${texts.related}>
    ${state.tasks ? tasks(state.tasks, view) : nothing}
    ${state.parents.map(({ field, object: of, record }) =>
      box(fieldLabel(fieldOf(object, field), locale), html`<ul>${row(of, record, view)}</ul>`),
    )}
    ${state.children.map(({ object: of, rows, more }) =>
      box(
        labelText(of.pluralLabel, locale, of.plural),
        html`<ul>${rows.map((record) => row(of, record, view))}</ul>`,
        html`<small>${rows.length}${more ? '+' : ''}</small>`,
      ),
    )}
    ${state.consents ? consents(state.consents, view) : nothing}
  </section>`
}

const box = (title: string, content: unknown, end: unknown = nothing) =>
  html`<section class="card"><header><h3>${title}</h3>${end}</header>${content}</section>`

function row(of: ScreenObject, record: StoredRecord, { context, texts, acts }: RecordView): TemplateResult {
  const title = titleOf(record, of.title) || texts.nameless
  const href = context.link?.(of.name, record.id)
  const facts = firstColumns(of)
    .filter((id) => id !== of.title)
    .map((id) => sayValue(fieldOf(of, id), record[id], context))
    .filter((text) => text && text !== '…')
    .slice(0, FACTS)
  const open = (event: Event) => {
    if (!href) acts.open(of.name, record.id)
    else event.stopPropagation()
  }
  return html`<li>
    ${href ? html`<a href=${href}>${title}</a>` : html`<button class="quiet name" @click=${open}>${title}</button>`}
    <small title=${facts.join(' · ')}>${facts.join(' · ')}</small>
  </li>`
}

function tasks(open: readonly StoredRecord[], view: RecordView): TemplateResult {
  const { texts, acts, now, locale, context } = view
  const one = (task: StoredRecord) => {
    const { id, subject, dueAt, ownerId, ruleId } = task as Readonly<Record<string, string>> & { id: string }
    const days = dueAt ? daysTo(dueAt, now) : 0
    const [rule] = ruleId?.split('@') ?? []
    return html`<li class="task">
      <input type="checkbox" aria-label=${texts.complete(subject ?? '')} @change=${() => acts.store.complete(id)} />
      <span>${subject}</span>
      ${dueAt ? html`<time class=${days < 0 ? 'bad' : ''} datetime=${dueAt} title=${sayExactly(dueAt, locale)}>${days < 0 ? texts.late(-days) : sayWhen(dueAt, now, locale)}</time>` : nothing}
      <small>${[context.titles.get(ownerId ?? ''), rule && texts.madeByRule(actor(`rule:${rule}`, context.titles))].filter(Boolean).join(' · ')}</small>
    </li>`
  }
  return box(
    texts.openTasks,
    open.length ? html`<ul>${open.map(one)}</ul>` : html`<p class="muted">${texts.noTasks}</p>`,
    open.length ? html`<small>${open.length}</small>` : nothing,
  )
}

function consents(all: readonly StoredRecord[], view: RecordView): TemplateResult {
  const { texts, acts, now, locale, object } = view
  const one = (record: StoredRecord) => {
    const { id, purpose, channel, text, state, givenAt, withdrawnAt, withdrawnReason, method } = record as Readonly<
      Record<string, string>
    > & { id: string }
    const given = state === 'given'
    return html`<li class="consent">
      <span class="row"
        ><b>${purpose}</b><span class="pill ${given ? 'good' : ''}">${channel || texts.anyChannel}</span
        ><span class="grow"></span
        >${given && view.writable ? html`<button class="quiet" @click=${() => acts.ask(askWithdraw(view, id))}>${texts.withdraw}</button>` : nothing}</span
      >
      <blockquote>${text}</blockquote>
      <small title=${sayExactly(givenAt ?? '', locale)}>${texts.consentFrom(sayWhen(givenAt ?? '', now, locale), method ?? '')}</small>
      ${withdrawnAt ? html`<small class="bad">${texts.consentUntil(sayWhen(withdrawnAt, now, locale))} ${withdrawnReason}</small>` : nothing}
    </li>`
  }
  const give =
    object.name === 'contact' && view.writable
      ? html`<button class="quiet" @click=${() => acts.ask(askConsent(view))}>${texts.giveConsent}</button>`
      : nothing
  return box(
    texts.consents,
    all.length ? html`<ul>${all.map(one)}</ul>` : html`<p class="muted">${texts.noConsents}</p>`,
    give,
  )
}
