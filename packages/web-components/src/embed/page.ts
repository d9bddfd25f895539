/** `window.kith(verb, …)`: what a page may ask by script, also before anything is loaded. */
export interface Kith {
  (...call: unknown[]): void
  /** What waits for the code. */
  q?: unknown[][] | undefined
}

type Chat = HTMLElement & { toggle(open: boolean): void; forget?(): void }
type Form = HTMLElement & { values?: Readonly<Record<string, unknown>> }

const all = <Found extends HTMLElement>(selector: string) => [...document.querySelectorAll<Found>(selector)]

/** `<div data-kith-form="contact">` and `<div data-kith-chat>`, for pages whose builder takes unknown tags away. */
export function look(): void {
  for (const place of all('[data-kith-form],[data-kith-chat]')) {
    const { kithForm: form, kithChat: greeting, ...rest } = place.dataset
    const element = document.createElement(form ? 'kith-lead-form' : 'kith-chat')
    for (const [name, value] of Object.entries({ form, greeting, ...rest }))
      if (value) element.setAttribute(name, value)
    element.append(...place.childNodes) // a plain form that the builder left there
    place.append(element)
    for (const mark of ['form', 'chat']) place.removeAttribute(`data-kith-${mark}`)
  }
}

/** The chats of the page; puts one there when it has none. */
function chats(): Chat[] {
  if (!all('kith-chat')[0]) document.body.append(document.createElement('kith-chat'))
  return all('kith-chat')
}

const toggle = async (open: boolean): Promise<void> => {
  const found = chats()
  await customElements.whenDefined('kith-chat')
  for (const chat of found) chat.toggle(open)
}

const verbs: Readonly<Record<string, (...args: never[]) => unknown>> = {
  /** `site` and `api` for pages whose script tag does not say so; `chat` puts the chat into the page. */
  boot({ chat, ...page }: { site?: string; api?: string; chat?: boolean }) {
    const tag = all('script[data-site]')[0] ?? document.head.appendChild(document.createElement('script'))
    Object.assign(tag.dataset, page)
    if (chat) chats()
  },
  open: () => toggle(true),
  close: () => toggle(false),
  /** Values for all forms of the page, or for one. */
  prefill(values: Readonly<Record<string, unknown>>, form?: string) {
    for (const one of all<Form>(`kith-lead-form${form ? `[form="${form}"]` : ''}`)) one.values = values
  },
  /** `kith('on', 'success', (detail) => …)`. */
  on: (name: string, listener: (detail: unknown) => void) =>
    document.addEventListener(`kith-${name}`, (event) => listener((event as CustomEvent).detail)),
  /** Takes the chat away, and everything that Kith keeps in this browser. */
  shutdown() {
    for (const one of all<Chat>('kith-chat')) {
      one.forget?.()
      one.remove()
    }
    for (const name of Object.keys(localStorage)) if (name.startsWith('kith-')) localStorage.removeItem(name)
  },
}

const waiting = window.kith?.q
window.kith = ((verb: string, ...args: never[]) => verbs[verb]?.(...args)) as Kith
for (const call of waiting ?? []) window.kith(...call)
