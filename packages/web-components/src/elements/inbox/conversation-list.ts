import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { InboxConversation, InboxFilter } from '../../stores/inbox-types.ts'
import { exact, type InboxView, since } from './view.ts'

const FILTERS: readonly InboxFilter[] = ['open', 'mine', 'unassigned', 'closed']

/** What a conversation is called: the contact, the visitor, the subject, else the page they are on. */
export function nameOf(
  { contactId, visitorName, visitorEmail, subject, page }: InboxConversation,
  { state, texts }: InboxView,
): string {
  return (
    state.names.get(contactId ?? '') ??
    visitorName ??
    subject ??
    visitorEmail ??
    [texts.visitor, page].filter(Boolean).join(' · ')
  )
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
  const { id, unreadByAgent: unread = 0, lastMessageAt, lastMessageText = '', waitingSince, ownerId = '' } = one
  const name = nameOf(one, view)
  const owner = state.names.get(ownerId)
  return html`<button
    class="row ${unread ? 'unread' : ''}"
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
      <span class="last" title=${lastMessageText}>${lastMessageText || one.subject}</span>
      ${unread ? html`<span class="badge" role="img" aria-label=${texts.unread(unread)}>${unread}</span>` : nothing}
    </span>
    <span class="line">
      <small>${owner ?? texts.unassigned}</small>
      ${waitingSince ? html`<small class=${now - Date.parse(waitingSince) > 36e5 ? 'late' : ''}>${texts.waits(since(waitingSince, now, locale))}</small>` : nothing}
    </span>
  </button>`
}
