import { newKey } from '../../api/call.ts'
import { httpApi } from '../../api/http-api.ts'
import { backOfficeStyles } from '../../base/back-office-styles.ts'
import { hostStyles, html, KithElement, nothing, StoreController, TextsController } from '../../base/index.ts'
import { inbox } from '../../locales/en/inbox.ts'
import { type InboxStore, inboxStore } from '../../stores/inbox.ts'
import type { InboxApi, InboxMessage, InboxState } from '../../stores/inbox-types.ts'
import { conversationList } from './conversation-list.ts'
import { styles } from './inbox.styles.ts'
import { person } from './person.ts'
import { thread } from './thread.ts'
import { type InboxView, why } from './view.ts'

const TICK_MS = 30_000
const NEAR_PX = 80

/**
 * @summary What visitors write, answered by the people who work here, live in both directions.
 * @tag kith-inbox
 * @status experimental
 * @since 0.1
 *
 * @slot - Buttons at the end of the title.
 * @event {{ object: string, id: string }} kith-select - A person opens a conversation.
 * @csspart list - The conversations.
 * @csspart conversation - One conversation in the list.
 * @csspart header - Name, assignment and actions of the open conversation.
 * @csspart messages - The messages of the open conversation.
 * @csspart message - One message.
 * @csspart composer - The form for an answer or a note.
 * @csspart input - The text of the answer.
 * @csspart person - What is known of who writes.
 * @csspart error - What is shown when nothing can be loaded.
 * @cssproperty [--kith-accent] - Colour of what acts, and of answers.
 * @cssproperty [--kith-surface] - Behind the messages.
 * @cssproperty [--kith-sunken] - Behind the list.
 * @cssproperty [--kith-warn-soft] - Notes for colleagues.
 * @cssproperty [--kith-radius=10px] - Corners of messages.
 */
export class KithInbox extends KithElement {
  static override styles = [hostStyles, backOfficeStyles, styles]
  static override properties = { readonly: { type: Boolean }, conversation: {}, link: { attribute: false } }

  /** Conversations can be read, but not answered. */
  declare readonly: boolean
  /** Id of the conversation to open. */
  declare conversation: string | undefined
  /** Address of a record's page, so that the contact can be opened. */
  declare link: ((object: string, id: string) => string | undefined) | undefined

  readonly #texts = new TextsController(this, 'inbox', inbox)
  readonly #state = new StoreController<InboxState>(this)
  #inbox: InboxStore | undefined
  #active = ''
  #details = false
  #ticks: ReturnType<typeof setInterval> | undefined
  #bottom = true
  #shown: { id?: string | undefined; first?: InboxMessage | undefined; height: number } = { height: 0 }
  readonly #net = () => {
    this.requestUpdate()
    if (navigator.onLine) this.#inbox?.open().then(() => this.#inbox?.retry())
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('online', this.#net)
    addEventListener('offline', this.#net)
    this.#ticks = setInterval(() => this.requestUpdate(), TICK_MS)
    if (this.hasUpdated) this.#inbox?.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('online', this.#net)
    removeEventListener('offline', this.#net)
    clearInterval(this.#ticks)
    this.#inbox?.close()
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed)
    if (changed.has('client') || changed.has('api') || !this.#inbox) this.#open()
    else if (changed.has('conversation')) this.#inbox.choose(this.conversation)
    const box = this.renderRoot?.querySelector('.messages')
    this.#bottom = !box || box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
  }

  #open(): void {
    this.#inbox?.close()
    const store = inboxStore((this.client ?? httpApi({ base: this.api })) as InboxApi, { newKey })
    this.#inbox = store
    this.#state.store = store.$state
    const { conversation } = this
    store.open().then(() => (conversation ? store.choose(conversation) : undefined))
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const state = this.#state.value
    const store = this.#inbox
    if (!texts || !state || !store) return nothing
    if (state.status === 'failed')
      return html`<div class="empty" part="error" role="alert">
        <p>${why(texts, state.code)}</p>
        <button @click=${() => store.open()}>${texts.retry}</button>
      </div>`
    const ids = state.conversations.map(({ id }) => id)
    const view: InboxView = {
      state,
      store,
      texts,
      locale: this.locale,
      now: Date.now(),
      active: ids.includes(this.#active) ? this.#active : (ids[0] ?? ''),
      details: this.#details,
      locked: this.readonly || state.readOnly,
      choose: (id) => this.#choose(id),
      link: this.link,
      toggleDetails: () => {
        this.#details = !this.#details
        this.requestUpdate()
      },
    }
    return html`<div class="inbox ${state.current ? 'reading' : ''} ${this.#details ? 'details' : ''}">
      <nav @keydown=${this.#key} aria-label=${texts.title}>
        <header>
          <h2>${texts.title}</h2>
          ${state.unread ? html`<span class="badge" role="img" aria-label=${texts.unread(state.unread)}>${state.unread}</span>` : nothing}
          <slot></slot>
        </header>
        ${navigator.onLine ? nothing : html`<p class="note" role="status">${texts.offline}</p>`}
        ${conversationList(view)}
      </nav>
      <section aria-label=${texts.list}>${thread(view)}</section>
      <aside part="person" aria-label=${texts.person}>${person(view)}</aside>
    </div>`
  }

  /** Keeps the end in view when a message comes, and what was read in place when older ones are put before it. */
  protected override updated(): void {
    const box = this.renderRoot.querySelector('.messages')
    const { current, thread } = this.#state.value ?? {}
    const first = thread?.messages[0]
    if (!box) return
    const { id, first: before, height } = this.#shown
    const moved = id !== current?.id
    const grown = !moved && before && first && before.id !== first.id && (before.order ?? 0) > (first.order ?? 0)
    if (grown) box.scrollTop += box.scrollHeight - height
    else if (moved || this.#bottom) box.scrollTop = box.scrollHeight
    this.#shown = { id: current?.id, first, height: box.scrollHeight }
  }

  async #choose(id: string | undefined): Promise<void> {
    if (id) {
      this.#active = id
      this.emit('kith-select', { object: 'conversation', id })
    }
    const done = this.#inbox?.choose(id)
    await this.updateComplete
    // On a phone the list makes room for the thread, and comes back with the focus where it was.
    if (id) this.renderRoot.querySelector('textarea')?.focus()
    else (this.renderRoot as ShadowRoot).getElementById(this.#active)?.focus()
    await done
  }

  /** Arrow keys or j and k walk through the list; Home and End go to its ends. */
  #key(event: KeyboardEvent): void {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.row[id]')]
    const at = rows.indexOf(event.target as HTMLElement)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      Home: 0,
      End: rows.length - 1,
    }
    const to = rows[steps[event.key] ?? -1]
    if (at < 0 || !to || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    this.#active = to.id
    to.focus()
    this.requestUpdate()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kith-inbox': KithInbox
  }
}
