import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { InboxMessage } from '../../stores/inbox-types.ts'
import { nameOf, writerOf } from './conversation-list.ts'
import { clock, dayOf, exact, type InboxView, why } from './view.ts'

/** The open conversation: who, what was said, and the answer. */
export function thread(view: InboxView): TemplateResult {
  const { state, texts, locale, now } = view
  const { current, thread } = state
  if (!current) return nobody(view)
  const name = nameOf(current, view)
  return html`${head(view, name)}
    ${state.problem ? html`<p class="note" role="alert">${why(texts, state.problem)}</p>` : nothing}
    <div class="messages" part="messages" role="log" aria-label=${name} tabindex="0">
      ${thread.older ? html`<button class="plain older" @click=${() => view.store.older()}>${texts.older}</button>` : nothing}
      ${thread.status === 'loading' ? [1, 2, 3].map((at) => html`<div class="bubble ghost ${at === 2 ? 'out' : ''}" aria-hidden="true"></div>`) : nothing}
      ${
        thread.status === 'failed'
          ? html`<p role="alert">${why(texts, thread.code)} <button @click=${() => view.choose(current.id)}>${texts.retry}</button></p>`
          : nothing
      }
      ${thread.messages.map((message, at, all) => {
        const day = dayOf(message.sentAt, now, locale)
        const before = all[at - 1]
        const first = !before || dayOf(before.sentAt, now, locale) !== day
        return html`${first ? html`<p class="day"><span>${day}</span></p>` : nothing}${bubble(message, view, writerOf(current, view) ?? texts.visitor)}`
      })}
    </div>
    ${composer(view)}`
}

/** Nothing is open: how many wait, and the way to who has waited longest. */
function nobody({ state, texts, choose }: InboxView): TemplateResult {
  const waiting = state.conversations.filter((one) => one.waitingSince)
  const [longest] = [...waiting].sort((a, b) => ((a.waitingSince ?? '') < (b.waitingSince ?? '') ? -1 : 1))
  return html`<div class="empty">
    <svg viewBox="0 0 48 48" width="48" aria-hidden="true">
      <path d="M8 10h32v22H22l-8 7v-7H8zM16 18h16M16 24h10" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
    ${longest ? html`<h2>${texts.waiting(waiting.length)}</h2>` : nothing}
    <p>${texts.choose}</p>
    ${longest ? html`<button class="primary" @click=${() => choose(longest.id)}>${texts.longest}</button>` : nothing}
  </div>`
}

function head(
  { state, texts, store, choose, toggleDetails, locked, details }: InboxView,
  name: string,
): TemplateResult {
  const { current, team, me } = state
  const owner = current?.ownerId ?? ''
  return html`<header part="header">
    <button class="plain back" aria-label=${texts.back} @click=${() => choose(undefined)}>
      <svg viewBox="0 0 16 16" width="16" aria-hidden="true">
        <path d="M10 3 5 8l5 5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
      </svg>
    </button>
    <h2 title=${name}>${name}</h2>
    ${
      locked
        ? nothing
        : html`<select
              aria-label=${texts.assign}
              @change=${(event: Event) => store.assign((event.target as HTMLSelectElement).value || null)}
            >
              <option value="" ?selected=${!owner}>${texts.nobody}</option>
              ${[...team]
                .sort((a, b) => +(b.id === me) - +(a.id === me))
                .map(
                  ({ id, name }) =>
                    html`<option value=${id} .selected=${id === owner}>${id === me ? texts.me(name) : name}</option>`,
                )}
            </select>
            ${current?.status === 'open' ? html`<button @click=${() => store.finish()}>${texts.close}</button>` : nothing}`
    }
    <button class="more" aria-expanded=${details} @click=${toggleDetails}>${texts.details}</button>
  </header>`
}

function bubble(message: InboxMessage, { texts, locale, state, store }: InboxView, visitor: string): TemplateResult {
  const { authorKind, authorId, authorName, text, sentAt, internal, state: sending, code } = message
  const mine = authorKind !== 'visitor'
  const author =
    authorId === state.me && mine
      ? texts.you
      : (authorName ?? state.names.get(authorId ?? '') ?? (mine ? texts[authorKind] : visitor))
  return html`<article class="bubble ${internal ? 'internal' : ''} ${mine ? 'out' : ''} ${sending ?? ''}" part="message">
    <small>
      <b>${author}</b>${internal ? html` · ${texts.note}` : nothing}
      <time datetime=${sentAt} title=${exact(sentAt, locale)}>${clock(sentAt, locale)}</time>
    </small>
    <p>${text}</p>
    ${sending === 'pending' ? html`<small>${texts.pending}</small>` : nothing}
    ${
      sending === 'failed'
        ? html`<small class="late" role="alert">${texts.failed(why(texts, code))}</small>
            <button class="plain" @click=${() => store.retry()}>${texts.retry}</button>`
        : nothing
    }
  </article>`
}

function composer({ state, store, texts, locked }: InboxView): TemplateResult {
  const { draft, current } = state
  if (locked) return html`<p class="note">${texts.readOnly}</p>`
  const closed = current?.status === 'closed'
  const internal = draft.internal || closed
  const write = (change: object) => store.write({ ...draft, internal, ...change })
  const send = () => {
    if (closed) write({ internal: true })
    store.send()
  }
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }
  return html`${closed ? html`<p class="note">${texts.isClosed}</p>` : nothing}
    <form
      part="composer"
      class=${internal ? 'internal' : ''}
      @submit=${(event: Event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        rows="2"
        part="input"
        aria-label=${internal ? texts.writeNote : texts.write}
        placeholder=${internal ? texts.writeNote : texts.write}
        title=${texts.hint}
        .value=${draft.text}
        @input=${(event: Event) => write({ text: (event.target as HTMLTextAreaElement).value })}
        @keydown=${key}
      ></textarea>
      <label>
        <input
          type="checkbox"
          .checked=${internal}
          ?disabled=${closed}
          @change=${(event: Event) => write({ internal: (event.target as HTMLInputElement).checked })}
        />
        ${texts.note}
      </label>
      <button class="primary" ?disabled=${!draft.text.trim()}>${internal ? texts.addNote : texts.send}</button>
    </form>`
}
