const elements: Readonly<Record<string, () => Promise<unknown>>> = {
  'lead-form': () => import('./elements/lead-form/define.ts'),
  chat: () => import('./elements/chat/define.ts'),
  inbox: () => import('./elements/inbox/define.ts'),
  'pipeline-board': () => import('./elements/pipeline-board/define.ts'),
}

const look = (): void => {
  for (const name in elements) if (document.querySelector(`kith-${name}:not(:defined)`)) elements[name]?.()
  if (document.querySelector('[data-kith-form],[data-kith-chat]')) import('./embed/page.ts')
}

look()
new MutationObserver(look).observe(document, { childList: true, subtree: true })
