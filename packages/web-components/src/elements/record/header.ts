import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { RecordStage } from '../../stores/record-types.ts'
import { hue, initials } from '../../values/person.ts'
import { sayMoney, titleOf } from '../../values/text.ts'
import { daysTo } from '../../values/when.ts'
import { askCloseTicket, askConvert } from './asks.ts'
import type { RecordView } from './view.ts'

/** What the record is, whose it is, and what can be done with it as a whole. */
export function header(view: RecordView): TemplateResult {
  const { object, record, texts, title, locale, writable, acts } = view
  const amount = record['amount'] as Parameters<typeof sayMoney>[0] | undefined
  const gone = record['deletedAt'] !== undefined
  const { name } = object
  return html`<header part="header">
    <div class="row top">
      <i class="face big" aria-hidden="true" .style=${`--h:${hue(record.id)}`}>${initials(title)}</i>
      <div class="grow">
        <h2>${title}</h2>
        <p class="muted">
          ${labelText(object.label, locale, name)}${amount ? html` · <b class="sum">${sayMoney(amount, locale)}</b>` : nothing}
        </p>
      </div>
      <slot name="actions"></slot>
      ${'ownerId' in object.fields ? owner(view) : nothing}
      ${
        name === 'lead' && writable && !['converted', 'dismissed'].includes(String(record['status']))
          ? html`<button class="primary" @click=${() => acts.ask(askConvert(view, acts.open))}>${texts.convert}</button>`
          : nothing
      }
      ${
        name === 'ticket' && writable && record['status'] === 'open'
          ? html`<button class="primary" @click=${() => acts.ask(askCloseTicket(view))}>${texts.closeTicket}</button>`
          : nothing
      }
      ${
        object.can.includes('delete') && !gone
          ? html`<button class="danger" @click=${() => acts.store.remove()}>${texts.delete}</button>`
          : nothing
      }
    </div>
    ${
      gone
        ? html`<p class="note row" role="status">
            <span class="grow">${texts.inBin}</span
            ><button @click=${() => acts.store.restore()}>${texts.restore}</button>
          </p>`
        : nothing
    }
    ${navigator.onLine ? nothing : html`<p class="note" role="status">${texts.offline}</p>`}
    ${view.state.stages.length ? stages(view) : nothing}
  </header>`
}

function owner({ state, record, texts, acts, writable, context }: RecordView): TemplateResult {
  const id = String(record['ownerId'] ?? '')
  const name = context.titles.get(id) ?? (id ? '…' : texts.nobody)
  const known = state.users.some((user) => user.id === id)
  return html`<label class="owner">
    ${id ? html`<i class="face" aria-hidden="true" .style=${`--h:${hue(id)}`}>${initials(name)}</i>` : nothing}
    <span class="hide">${texts.owner}</span>
    <select
      class="chip"
      title=${texts.owner}
      ?disabled=${!writable}
      .value=${id}
      @change=${({ target }: Event) => acts.store.assign((target as HTMLSelectElement).value || null)}
    >
      <option value="">${texts.nobody}</option>
      ${id && !known ? html`<option value=${id} selected>${name}</option>` : nothing}
      ${state.users.map((user) => html`<option value=${user.id} ?selected=${user.id === id}>${titleOf(user)}</option>`)}
    </select>
  </label>`
}

function stages(view: RecordView): TemplateResult {
  const { state, record, texts, locale, acts, writable, now } = view
  const at = state.stages.findIndex(({ id }) => id === record['stageId'])
  const here = state.stages[at]
  const days = record['stageEnteredAt'] ? -daysTo(String(record['stageEnteredAt']), now) : 0
  const rots = (here?.rotAfterDays ?? Number.POSITIVE_INFINITY) < days
  const step = ({ id, label, kind }: RecordStage, place: number) => {
    const passed = place < at && here?.kind !== 'lost'
    return html`<li class="${kind ?? 'open'} ${passed ? 'passed' : ''} ${place === at ? 'here' : ''}">
      <button ?disabled=${!writable || place === at} aria-current=${place === at ? 'step' : nothing} @click=${() => acts.move(id)}>
        ${labelText(label, locale, id)}${place === at && kind !== 'won' && kind !== 'lost' ? html` <small class=${rots ? 'rots' : ''}>${texts.days(days)}</small>` : nothing}
      </button>
    </li>`
  }
  return html`<ol class="stages" part="stages" aria-label=${texts.stage}>${state.stages.map(step)}</ol>`
}
