import { atom } from 'nanostores'

/** Changes when the page changes its theme or its language. */
export const $page = atom({})

let observer: MutationObserver | undefined

/** Begins to look at what `<html>` and `<body>` say; once for all elements. */
export function watchPage(): void {
  if (observer) return
  observer = new MutationObserver(() => $page.set({}))
  for (const node of [document.documentElement, document.body])
    observer.observe(node, { attributeFilter: ['class', 'data-theme', 'data-bs-theme', 'lang', 'dir'] })
}
