import type { ProposedCommand } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { sayField } from '../../fields/conditions.ts'
import type { ReviewRow } from '../../stores/review-queue-types.ts'
import { fieldLabel, fieldOf } from '../../values/model.ts'
import { sayValue } from '../../values/text.ts'
import { nameOf, personOf, type ReviewView } from './view.ts'

type Values = Readonly<Record<string, unknown>>
type Command = ProposedCommand & Readonly<Record<string, string>> & { readonly input?: Values; readonly set?: Values }

/** What would be carried out, one line for each command. */
export function deeds(commands: readonly ProposedCommand[], review: ReviewRow, view: ReviewView): TemplateResult {
  if (!commands.length) return html`<p class="muted">${view.texts.nothingHappens}</p>`
  return html`<ul class="deeds">${commands.map((command) => html`<li>${deed(command as Command, review, view)}</li>`)}</ul>`
}

function deed(command: Command, review: ReviewRow, view: ReviewView): unknown {
  const { deeds: says } = view.texts
  const about = command['object'] === review.object && command['id'] === review.recordId
  if (command.operation === 'update') {
    const set = values(command['object'] ?? '', command.set ?? {}, about ? review.evidence : undefined, view)
    return about ? set : html`<p>${says.update(nameOf(String(command['id']), view))}</p>${set}`
  }
  const where = command['object'] && !about ? ` (${nameOf(String(command['id']), view)})` : ''
  return html`<p>${say(command, view)}${where}</p>${extra(command, view)}`
}

function say(command: Command, view: ReviewView): string {
  const { texts, state, context } = view
  const says = texts.deeds
  const { operation, input = {} } = command
  const field = (object: string, id: string) => {
    const found = state.objects.find(({ name }) => name === object)
    return found && fieldOf(found, id)
  }
  const saidOf = (object: string, id: string, value: unknown) => {
    const found = field(object, id)
    return found ? sayValue(found, value, context) : String(value ?? '')
  }
  if (operation === 'assign')
    return typeof input['ownerId'] === 'string' ? says.assign(personOf(input['ownerId'], view)) : says.assignNobody
  if (operation === 'logActivity') {
    const kind = saidOf('activity', 'kind', input['kind']).toLocaleLowerCase(context.locale)
    return says.logActivity(kind, String(input['subject'] ?? ''))
  }
  if (operation === 'moveDeal') return says.moveDeal(saidOf('deal', 'stageId', input['stageId']))
  if (operation === 'convertLead') return says.convertLead
  if (operation === 'openConversation') return says.openConversation(String(input['text'] ?? input['subject'] ?? ''))
  if (operation === 'addTag') return says.addTag(command['tag'] ?? '')
  if (operation === 'removeTag') return says.removeTag(command['tag'] ?? '')
  if (operation === 'notify') return says.notify(personOf(command['userId'] ?? '', view), command['text'] ?? '')
  if (operation === 'callWebhook') return says.callWebhook(host(command['url'] ?? ''))
  if (operation === 'runFunction') return says.runFunction(command['name'] ?? '')
  if (operation === 'add') {
    const found = field(command['object'] ?? '', command['field'] ?? '')
    const label = found ? fieldLabel(found, context.locale) : (command['field'] ?? '')
    return says.add(label, Number(command['by']).toLocaleString(context.locale))
  }
  if (operation === 'link') {
    const end = (one: unknown) => nameOf(String((one as Values | undefined)?.['id']), view)
    return says.link(end(command['from']), end(command['to']))
  }
  return says.other(operation)
}

const host = (url: string) => (URL.canParse(url) ? new URL(url).host : url)

/** What comes with it: further values of a task, the reason of a loss. */
function extra({ operation, input = {} }: Command, view: ReviewView): unknown {
  if (operation === 'moveDeal') {
    const { lostReason, set = {} } = input as { readonly lostReason?: string; readonly set?: Values }
    const all = { ...set, ...(lostReason && { lostReason }) }
    return Object.keys(all).length ? values('deal', all, undefined, view) : nothing
  }
  if (operation !== 'logActivity') return nothing
  const { body, dueAt, ownerId } = input
  const all = { ...(body ? { body } : {}), ...(dueAt ? { dueAt } : {}), ...(ownerId ? { ownerId } : {}) }
  return Object.keys(all).length ? values('activity', all, undefined, view) : nothing
}

function values(name: string, set: Values, before: Values | undefined, view: ReviewView): TemplateResult {
  const { texts, context, state } = view
  const seen = { object: state.objects.find((one) => one.name === name), context, texts }
  return html`<dl class="set">
    ${Object.entries(set).map(([id, value]) => {
      const is = sayField(id, value, seen)
      const was = before && id in before ? sayField(id, before[id], seen).text : undefined
      return html`<div>
        <dt>${is.label}</dt>
        <dd>${was === undefined ? nothing : html`<s>${was}</s> <span class="arrow">→</span> `}<b>${is.text}</b></dd>
      </div>`
    })}
  </dl>`
}

/** What the record is, and its name: `Lead`, `Kari Nes`. */
export function recordName(object: string, id: string, view: ReviewView): TemplateResult {
  const { state, context, acts } = view
  const found = state.objects.find(({ name }) => name === object)
  const label = found ? labelText(found.label, context.locale, object) : object
  const href = context.link?.(object, id)
  const name = nameOf(id, view)
  return html`<span class="muted">${label}</span>
    ${href ? html`<a href=${href}>${name}</a>` : html`<button class="quiet name" @click=${() => acts.open(object, id)}>${name}</button>`}`
}
