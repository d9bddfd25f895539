import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { InboxConversation, InboxFilter } from '../../stores/inbox-types.ts'
import { sayPath } from '../../values/names.ts'
import { exact, type InboxView, since } from './view.ts'

const FILTERS: readonly InboxFilter[] = ['open', 'mine', 'unassigned', 'closed']

/** Who writes, as far as they are known: the contact, the visitor, their address. */
export function writerOf(
  { contactId, visitorName, visitorEmail }: InboxConversation,
  { state }: InboxView,
): string | undefined {
  return state.names.get(contactId ?? '') ?? visitorName ?? visitorEmail
}

/** What a conversation is called: who writes, the subject, else the page they are on. */
export function nameOf(one: InboxConversation, view: InboxView): string {
  const { subject, page } = one
  const { texts } = view
  return writerOf(one, view) ?? subject ?? (page ? texts.visitorOn(sayPath(page)) : texts.visitor)
}

/** Filters and conversations. */
export function conversationList(view: InboxView): TemplateResult {
  const { state, texts, store } = view
  const { filter, status, conversations, more } = state
  return html`<div class="chips" role="group" aria-label=${texts.show}>
      ${FILTERS.map(
        (one) => html`<button aria-pressed=${one === filter} @click=${() => store.filter(one)}>${texts[one]}</button>`,
      )}
    </div>
    <ul class="list" part="list" aria-label=${texts.list} aria-busy=${status === 'loading'}>
      ${
        status === 'loading' && conversations.length === 0
          ? [1, 2, 3, 4, 5].map(() => html`<li class="row ghost" aria-hidden="true"><b></b><span></span></li>`)
          : conversations.map((one) => html`<li>${row(one, view)}</li>`)
      }
      ${more ? html`<li><button class="plain" @click=${() => store.more()}>${texts.more}</button></li>` : nothing}
    </ul>
    ${
      status === 'ready' && conversations.length === 0
        ? html`<p class="empty">${filter === 'closed' ? texts.noneClosed : texts.none}</p>`
        : nothing
    }`
}

function row(one: InboxConversation, view: InboxView): TemplateResult {
  const { state, texts, locale, now, active } = view
  const {
    id,
    unreadByAgent: unread = 0,
    lastMessageAt,
    lastMessageText = '',
    waitingSince,
    lastMessageBy = '',
    ownerId = '',
  } = one
  const name = nameOf(one, view)
  const owner = state.names.get(ownerId)
  const by = lastMessageBy === state.me ? texts.you : state.names.get(lastMessageBy)?.split(' ')[0]
  return html`<button
    class="row ${unread ? 'unread' : ''} ${waitingSince ? 'waiting' : ''}"
    part="conversation"
    id=${id}
    tabindex=${id === active ? 0 : -1}
    aria-current=${id === state.current?.id ? 'true' : 'false'}
    @click=${() => view.choose(id)}
  >
    <span class="line">
      <b title=${name}>${name}</b>
      ${lastMessageAt ? html`<time datetime=${lastMessageAt} title=${exact(lastMessageAt, locale)}>${since(lastMessageAt, now, locale)}</time>` : nothing}
    </span>
    <span class="line">
      <span class="last" title=${lastMessageText}>${by ? html`<span class="by">${texts.said(by)}</span> ` : nothing}${lastMessageText || one.subject}</span>
      ${unread ? html`<span class="badge" role="img" aria-label=${texts.unread(unread)}>${unread}</span>` : nothing}
    </span>
    <span class="line">
      <small>${owner ?? texts.unassigned}</small>
      ${waitingSince ? html`<small class=${now - Date.parse(waitingSince) > 36e5 ? 'late' : ''}>${texts.waits(since(waitingSince, now, locale))}</small>` : nothing}
    </span>
  </button>`
}
