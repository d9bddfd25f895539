import type { Kith } from './embed/page.ts'

declare global {
  interface Window {
    kith?: Kith
  }
}

const elements: Readonly<Record<string, () => Promise<unknown>>> = {
  'lead-form': () => import('./elements/lead-form/define.ts'),
  chat: () => import('./elements/chat/define.ts'),
  inbox: () => import('./elements/inbox/define.ts'),
  'pipeline-board': () => import('./elements/pipeline-board/define.ts'),
}

const page = () => import('./embed/page.ts')

// What a page asks for before the code is there waits in a queue; the first call brings the code.
const calls = window.kith?.q
const kith: Kith = Object.assign(
  (...call: unknown[]) => {
    kith.q?.push(call)
    page()
  },
  { q: calls ?? [] },
)
// Loaded twice: the first one stays.
if (calls || !window.kith) window.kith = kith
if (calls) page()

const look = (): void => {
  for (const name in elements) if (document.querySelector(`kith-${name}:not(:defined)`)) elements[name]?.()
  if (document.querySelector('[data-kith-form],[data-kith-chat]')) page()
}

new MutationObserver(look).observe(document, { childList: true, subtree: true })
look()
