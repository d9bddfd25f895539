import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { conditionList, sayField } from '../../fields/conditions.ts'
import { mayNot, waits } from '../../stores/review-queue.ts'
import { valuesOfCommands } from '../../stores/review-queue-commands.ts'
import { sayId } from '../../stores/review-queue-names.ts'
import type { ReviewRow } from '../../stores/review-queue-types.ts'
import { sayExactly, sayWhen } from '../../values/when.ts'
import { deeds, recordName } from './deeds.ts'
import { nameOf, personOf, type ReviewView, sayTime } from './view.ts'

/** One proposal with all that a decision needs. */
export function detail(review: ReviewRow, view: ReviewView): TemplateResult {
  const { texts, context, acts, state } = view
  const open = waits(review)
  const seen = { object: state.objects.find(({ name }) => name === review.object), context, texts }
  const rule = review.ruleId ?? ''
  const name = state.titles.get(`rule:${rule}`) ?? sayId(rule)
  const when = sayWhen(review.createdAt, context.now, context.locale)
  const changed = review.changedCommands
  return html`<article class="detail" part="review" aria-labelledby="review-title">
    <div class="page">
      <button class="quiet back" @click=${acts.back}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M10 3L5 8l5 5" /></svg>${texts.back}
      </button>
      <header>
        <p class="who">${recordName(review.object, review.recordId, view)}</p>
        <h3 id="review-title" tabindex="-1">${review.title}</h3>
        <p class="muted">
          <span title=${sayExactly(review.createdAt, context.locale)}>${texts.proposedBy(name, when)}</span>${
            review.ruleVersion ? html` · ${texts.version(review.ruleVersion)}` : nothing
          }
        </p>
      </header>
      ${banner(review, view)}
      <section>
        <h4>${open ? texts.whatHappens : texts.whatHappened}</h4>
        ${deeds(review.commands ?? [], review, view)}
      </section>
      ${changed ? html`<section><h4>${texts.whatInstead}</h4>${deeds(changed, review, view)}</section>` : nothing}
      <section>
        <h4>${texts.reasons}</h4>
        ${review.reasons?.length ? conditionList(review.reasons, seen) : html`<p class="muted">${texts.always}</p>`}
      </section>
      ${counter(review, view)} ${evidence(review, view)} ${serves(review, view)} ${steps(review, view)}
    </div>
    ${actions(review, view)}
  </article>`
}

function banner(review: ReviewRow, view: ReviewView): unknown {
  const { state, texts } = view
  const last = review.steps?.at(-1)
  if (state.meanwhile === review.id && last) {
    const who = personOf(last.by, view)
    return html`<div class="note" role="alert">
      <p><b>${texts.meanwhile[last.as]?.(who)}</b> ${texts.meanwhileHelp}</p>
      ${last.reason ? html`<p>“${last.reason}”</p>` : nothing}
    </div>`
  }
  const why = waits(review) ? mayNot(review, state) : undefined
  if (!why) return nothing
  const text = why === 'role' ? texts.mayNot.role(sayId(review.approverRole ?? '')) : texts.mayNot[why]
  return html`<p class="note">${text}</p>`
}

function counter({ counterCase, object: name }: ReviewRow, view: ReviewView): unknown {
  if (!counterCase) return nothing
  const { texts, state, context } = view
  const object = state.objects.find((one) => one.name === name)
  const title = state.titles.get(counterCase.recordId) || texts.otherCase
  return html`<section class="counter">
    <h4>${texts.counter}</h4>
    <p>${link(name, counterCase.recordId, title, texts.counterCase(title), view)}</p>
    ${conditionList(counterCase.differs, { object, context, texts })}
  </section>`
}

/** A sentence with the record's name in it as a link. */
function link(object: string, id: string, name: string, sentence: string, { context, acts }: ReviewView): unknown {
  const [before = '', ...after] = sentence.split(name)
  const href = context.link?.(object, id)
  const part = href
    ? html`<a href=${href}>${name}</a>`
    : html`<button class="quiet name" @click=${() => acts.open(object, id)}>${name}</button>`
  return html`${before}${part}${after.join(name)}`
}

/** What stood in the record at that time, but for what the reasons and the deeds say already. */
function evidence({ evidence: facts, reasons, commands, object: name }: ReviewRow, view: ReviewView): unknown {
  const { texts, state, context } = view
  const object = state.objects.find((one) => one.name === name)
  const said = new Set([
    ...(reasons ?? []).flatMap(({ values }) => Object.keys(values)),
    ...(commands ?? []).flatMap((command) => Object.keys((command['set'] ?? {}) as object)),
    object?.title ?? '',
  ])
  const more = Object.entries(facts ?? {}).filter(([id]) => !said.has(id))
  if (!more.length) return nothing
  return html`<section>
    <h4>${texts.evidence}</h4>
    <dl class="set">
      ${more.map(([id, value]) => {
        const { label, text } = sayField(id, value, { object, context, texts })
        return html`<div><dt>${label}</dt><dd><b>${text}</b></dd></div>`
      })}
    </dl>
  </section>`
}

/** The first amount among what the reasons and the facts of that time say. */
export function amountOf({ reasons, evidence: facts, object: name }: ReviewRow, view: ReviewView): string | undefined {
  const { texts, state, context } = view
  const object = state.objects.find((one) => one.name === name)
  const values = Object.assign({}, facts, ...(reasons ?? []).map((one) => one.values))
  const id = Object.keys(values).find((one) => object?.fields[one]?.type === 'money' && values[one])
  return id && sayField(id, values[id], { object, context, texts }).text
}

function serves({ servesIds = [] }: ReviewRow, view: ReviewView): TemplateResult {
  const { texts, state } = view
  const name = (id: string) => (id === state.me?.actor.id ? `${nameOf(id, view)} (${texts.you})` : personOf(id, view))
  return html`<section>
    <h4>${texts.serves}</h4>
    <p>${servesIds.length ? servesIds.map(name).join(', ') : texts.servesNobody}
      ${servesIds.length ? html`<span class="muted">${texts.servesHelp}</span>` : nothing}</p>
  </section>`
}

function steps({ steps: all = [] }: ReviewRow, view: ReviewView): unknown {
  if (!all.length) return nothing
  const { texts, context } = view
  return html`<section>
    <h4>${texts.steps}</h4>
    <ol class="steps">
      ${all.map(
        ({ as, by, at, reason, lookedSeconds }) => html`<li>
          <p><span title=${sayExactly(at, context.locale)}>${texts.step[as]?.(personOf(by, view), sayWhen(at, context.now, context.locale))}</span>
            ${lookedSeconds === undefined ? nothing : html`<span class="muted">${texts.after(sayTime(lookedSeconds, context.locale))}</span>`}</p>
          ${reason ? html`<blockquote>${reason}</blockquote>` : nothing}
        </li>`,
      )}
    </ol>
  </section>`
}

function actions(review: ReviewRow, view: ReviewView): unknown {
  const { texts, acts, state, looked, context } = view
  const open = waits(review)
  const mine = open && !mayNot(review, state)
  const contestable = review.status !== 'contested'
  if (!mine && !contestable) return nothing
  const changeable = valuesOfCommands(review.commands ?? [], state.objects, labelsOf(view)).length > 0
  const help = ([mine && 'refuse', contestable && 'contest'] as const).filter((one) => one !== false)
  return html`<footer class="acts" part="actions">
    ${
      mine
        ? html`<button class="primary" aria-keyshortcuts="a" @click=${() => acts.ask('approve')}>${texts.approve}</button>
            <button class="danger" aria-keyshortcuts="r" aria-describedby="acts-help" @click=${() => acts.ask('refuse')}>${texts.refuse}</button>
            ${changeable ? html`<button @click=${() => acts.ask('change')}>${texts.change}</button>` : nothing}`
        : nothing
    }
    ${contestable ? html`<button class="quiet" aria-describedby="acts-help" @click=${() => acts.ask('contest')}>${texts.contest}</button>` : nothing}
    ${mine ? html`<p class="looked">${texts.looked(sayTime(looked, context.locale))}</p>` : nothing}
    <p class="help" id="acts-help">${help.map((one) => html`<b>${texts.submit[one]}</b>: ${texts.askHelp[one]} `)}</p>
  </footer>`
}

/** Names of what commands change that is no field. */
export const labelsOf = ({ texts }: ReviewView) => ({
  tag: texts.tag,
  message: texts.message,
  lostReason: texts.lostReason,
})
