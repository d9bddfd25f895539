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

// `window.kith ??= (...call) => (kith.q ??= []).push(call)`: what a page asks for before the code is there.
if (window.kith?.q) page()

const look = (): void => {
  for (const name in elements) if (document.querySelector(`kith-${name}:not(:defined)`)) elements[name]?.()
  if (document.querySelector('[data-kith-form],[data-kith-chat]')) page().then((found) => found.look())
}

new MutationObserver(look).observe(document, { childList: true, subtree: true })
look()
