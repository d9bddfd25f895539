import type { ChatApi } from '../../api/visitor-chat.ts'
import {
  hostStyles,
  html,
  KithElement,
  nothing,
  StoreController,
  type TemplateResult,
  TextsController,
  whenIdle,
} from '../../base/index.ts'
import { chat } from '../../locales/en/chat.ts'
import { type ChatMessage, type ChatState, chatStore, hasChat } from '../../stores/chat.ts'
import type { ChatSession } from '../../stores/chat-session.ts'
import { styles } from './chat.styles.ts'

const icon = (path: string): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`
const bubble = icon('M4 5h16v11H10l-5 4v-4H4z')
const cross = icon('m6 6 12 12M18 6 6 18')
const arrow = icon('M12 19V5m-6 6 6-6 6 6')

/**
 * @summary A visitor's chat: a button that opens a conversation with the people behind the page.
 * @status experimental
 * @since 0.1
 *
 * Closed, it is as big as its button. The first message opens the conversation; only then a token is kept in the
 * browser, with which the same conversation is there on the next page.
 *
 * @attr {string} greeting - Said first by the other side, and stored nowhere.
 * @attr {string} heading - Who answers, until somebody did.
 * @attr {string} status - Under the name: when an answer can be expected.
 * @attr {'start' | 'end'} placement - Corner of the page; `end` is where lines end. Default `end`.
 * @event {CustomEvent<{}>} kith-open - The visitor opened the chat.
 * @event {CustomEvent<{}>} kith-close - The visitor closed it.
 * @event {CustomEvent<KithMessageDetail>} kith-message - A message arrived from the other side.
 * @event {CustomEvent<KithErrorDetail>} kith-error - A message was refused.
 * @csspart launcher - The round button.
 * @csspart panel - What opens.
 * @csspart message - A bubble.
 * @csspart input - Where the visitor writes.
 * @cssproperty [--kith-accent] - Colour of buttons and of the visitor's messages.
 * @cssproperty [--kith-z=1000] - Layer of the page that it lies in.
 */
export class KithChat extends KithElement {
  static override styles = [hostStyles, styles]
  static override properties = {
    greeting: {},
    heading: {},
    status: {},
    open: { type: Boolean, reflect: true },
  }

  declare greeting: string | undefined
  declare heading: string | undefined
  declare status: string | undefined
  /** Whether the conversation is shown. */
  declare open: boolean
  declare client: ChatApi | undefined

  readonly #store = chatStore()
  readonly #state = new StoreController<ChatState>(this, this.#store)
  readonly #texts = new TextsController(this, 'chat', chat)
  #session: Promise<ChatSession> | undefined
  #bottom = true

  /** Name in localStorage of this server's and site's conversation; there from the first message on. */
  get storageKey(): string {
    const { base, site } = this.connection
    return `kith-chat ${base} ${site}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (hasChat(this.storageKey)) whenIdle(this.#talk)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#session?.then((session) => session.stop())
    this.#session = undefined
  }

  /** Ends the conversation on this device: nothing of it is kept, whatever is still on its way. */
  forget(): void {
    this.#session?.then((session) => session.forget())
  }

  /** Brings what talks to the server. */
  readonly #talk = (): Promise<ChatSession> => {
    this.#session ??= import('./chat-talk.ts').then(({ talk }) => talk(this, this.#store))
    return this.#session
  }

  /** Opens or closes, as the visitor does. */
  toggle(open = !this.open): void {
    if (open === !!this.open) return
    this.open = open
    this.emit(open ? 'kith-open' : 'kith-close', {})
    this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(open ? 'textarea' : '.launcher')?.focus())
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!this.open) return
    if (changed.has('open')) this.#talk().then((session) => session.seen())
    const list = this.renderRoot.querySelector('.log')
    if (list && (this.#bottom || changed.has('open'))) list.scrollTop = list.scrollHeight
  }

  protected override render(): unknown {
    const texts = this.#texts.value
    const state = this.#state.value
    if (!texts || !state) return nothing
    if (this.open) return this.#panel(state, texts)
    const { unread } = state
    return html`<button class="launcher" part="launcher" aria-label=${unread ? texts.unread(unread) : texts.open} aria-expanded="false"
      @click=${() => this.toggle()}>${bubble}${unread ? html`<span class="badge">${unread}</span>` : ''}</button>`
  }

  #panel(state: ChatState, texts: typeof chat): TemplateResult {
    const { messages, status, offline, waitSeconds } = state
    const name = messages.findLast((one) => one.from === 'agent' && one.name)?.name ?? this.heading ?? texts.title
    const note = offline ? texts.offline : waitSeconds ? texts.busy(waitSeconds) : status === 'new' ? texts.privacy : ''
    return html`<section part="panel" role="dialog" aria-label=${name} @keydown=${this.#escape}>
      <header><span class="face" aria-hidden="true">${initials(name)}</span><div><b>${name}</b><small class="status">${this.status ?? texts.status}</small></div>
        <button class="close" aria-label=${texts.close} @click=${() => this.toggle()}>${cross}</button></header>
      <div class="log" role="log" aria-label=${texts.messages} tabindex="0" @scroll=${this.#scrolled}>
        ${this.greeting ? html`<div class="line"><p part="message" dir="auto">${this.greeting}</p></div>` : ''}
        ${messages.map((message, at) => this.#message(message, messages[at - 1], messages[at + 1], texts))}</div>
      <div class="note" role="status">${
        status === 'closed'
          ? html`${texts.closed} <button @click=${() => this.#talk().then((one) => one.anew())}>${texts.anew}</button>`
          : note
      }</div>
      <form @submit=${this.#send} ?hidden=${status === 'closed'}>
        <textarea part="input" rows="1" aria-label=${texts.write} placeholder=${texts.write} maxlength="4000" enterkeyhint="send" @keydown=${this.#enter}></textarea>
        <button class="send" aria-label=${texts.send}>${arrow}</button></form>
    </section>`
  }

  #message(
    message: ChatMessage,
    before: ChatMessage | undefined,
    after: ChatMessage | undefined,
    texts: typeof chat,
  ): unknown {
    const { at, from, key, state, text } = message
    const day = dayOf(at)
    const last = from !== after?.from || Date.parse(after.at) - Date.parse(at) > 300_000 || day !== dayOf(after.at)
    const time = new Date(at)
    const meta =
      state === 'failed'
        ? html`<small class="bad">${texts.failed} <button @click=${() => this.#talk().then((one) => one.retry(key ?? ''))}>${texts.retry}</button></small>`
        : state
          ? html`<small>${texts.pending}</small>`
          : last
            ? html`<small><time datetime=${at} title=${time.toLocaleString(this.locale)}>${clock(this.locale).format(time)}</time></small>`
            : ''
    return html`${day === (before && dayOf(before.at)) ? '' : html`<div class="day"><small>${this.#day(time, texts)}</small></div>`}
      <div class="line ${from === 'visitor' ? 'me' : ''} ${state ?? ''}"><p part="message" dir="auto">${text}</p>${meta}</div>`
  }

  #day(time: Date, texts: typeof chat): string {
    const now = new Date()
    if (time.toDateString() === now.toDateString()) return texts.today
    now.setDate(now.getDate() - 1)
    if (time.toDateString() === now.toDateString()) return texts.yesterday
    return time.toLocaleDateString(this.locale, { weekday: 'long', day: 'numeric', month: 'long' })
  }

  readonly #scrolled = ({ target }: Event): void => {
    const { scrollTop, clientHeight, scrollHeight } = target as HTMLElement
    this.#bottom = scrollTop + clientHeight > scrollHeight - 40
  }

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.toggle(false)
  }

  readonly #enter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#send(event)
  }

  readonly #send = (event: Event): void => {
    event.preventDefault()
    const field = this.renderRoot.querySelector('textarea')
    const text = field?.value.trim()
    if (!field || !text) return
    field.value = ''
    field.focus()
    this.#bottom = true
    this.#talk().then((session) => session.send(text))
  }
}

const clocks: Record<string, Intl.DateTimeFormat> = {}

/** Says the time of day; made once for each language, because a long conversation says it with every message. */
const clock = (locale: string): Intl.DateTimeFormat => {
  clocks[locale] ??= new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return clocks[locale]
}

const dayOf = (at: string): string => new Date(at).toDateString()

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toLocaleUpperCase()

declare global {
  interface HTMLElementTagNameMap {
    'kith-chat': KithChat
  }
}
