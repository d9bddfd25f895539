/** `window.kith(verb, …)`: what a page may ask by script, also before anything is loaded. */
export interface Kith {
  (...call: unknown[]): void
  /** What waits for the code. */
  q?: unknown[][] | undefined
}

type Values = Readonly<Record<string, unknown>>
type Chat = HTMLElement & { toggle(open: boolean): void }
type Form = HTMLElement & { form: string; values?: Values }

const all = <Found extends Element>(selector: string) => [...document.querySelectorAll<Found>(selector)]

/** Puts an element into a marked place; what a page builder left there (a plain form) goes inside. */
function plant(place: HTMLElement, tag: string, attributes: Readonly<Record<string, string | undefined>>): void {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value)
  element.append(...place.childNodes)
  place.append(element)
}

/** `<div data-kith-form="contact">` and `<div data-kith-chat>`, for pages whose builder takes unknown tags away. */
function look(): void {
  for (const place of all<HTMLElement>('[data-kith-form],[data-kith-chat]')) {
    const { kithForm, kithChat, ...rest } = place.dataset
    delete place.dataset['kithForm']
    delete place.dataset['kithChat']
    if (kithForm) plant(place, 'kith-lead-form', { ...rest, form: kithForm })
    else plant(place, 'kith-chat', { ...rest, greeting: kithChat })
  }
}

const chat = async (open: boolean): Promise<void> => {
  if (open && !all('kith-chat')[0]) document.body.append(document.createElement('kith-chat'))
  await customElements.whenDefined('kith-chat')
  for (const one of all<Chat>('kith-chat')) one.toggle(open)
}

const verbs: Readonly<Record<string, (...args: never[]) => unknown>> = {
  /** `{ site, api }` for pages whose script tag does not say so, `{ chat: true }` puts the chat into the page. */
  boot({ site, api, chat: wanted }: { site?: string; api?: string; chat?: boolean } = {}) {
    const tag =
      document.querySelector<HTMLElement>('script[data-site]') ??
      document.head.appendChild(document.createElement('script'))
    Object.assign(tag.dataset, { site: site ?? tag.dataset['site'] ?? '' }, api && { api })
    if (wanted && !all('kith-chat')[0]) document.body.append(document.createElement('kith-chat'))
  },
  open: () => chat(true),
  close: () => chat(false),
  /** Values for all forms of the page, or for one. */
  prefill(values: Values, form?: string) {
    for (const one of all<Form>('kith-lead-form')) if (!form || one.getAttribute('form') === form) one.values = values
  },
  /** `kith('on', 'success', (detail) => …)`. */
  on: (name: string, listener: (detail: unknown) => void) =>
    document.addEventListener(`kith-${name}`, (event) => listener((event as CustomEvent).detail)),
  /** Takes the chat away, and everything that Kith keeps in this browser. */
  shutdown() {
    for (const one of all('kith-chat')) one.remove()
    for (const name of Object.keys(localStorage)) if (name.startsWith('kith-')) localStorage.removeItem(name)
  },
}

const kith: Kith = (verb, ...args) => {
  verbs[String(verb)]?.(...(args as never[]))
}
const waiting = window.kith?.q
window.kith = kith
for (const call of waiting ?? []) kith(...call)
new MutationObserver(look).observe(document, { childList: true, subtree: true })
look()
