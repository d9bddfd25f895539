/** Shows what an address stands for; `signal` aborts when another page takes its place. */
export type Show = (path: string, signal: AbortSignal) => void | Promise<void>

let show: Show = () => {}
let end = new AbortController()
let mayLeave = () => true

/** Asks before another page takes the place of this one, until `signal` aborts. */
export function guard(ask: () => boolean, signal: AbortSignal): void {
  mayLeave = ask
  signal.addEventListener('abort', () => {
    if (mayLeave === ask) mayLeave = () => true
  })
}

/** Goes to an address of the app, as its links do. */
export function go(path: string, replace = false): void {
  if (!mayLeave()) return
  if (path !== location.pathname + location.search) history[replace ? 'replaceState' : 'pushState']({}, '', path)
  enter()
}

/** Shows the page of the present address again, from the start. */
export function enter(): void {
  end.abort()
  end = new AbortController()
  Promise.resolve(show(location.pathname.replace(/\/$/, ''), end.signal)).catch(reportError)
}

/** Starts: links below `/app` change the page without loading it anew, also those inside of elements. */
export function startRouter(first: Show): void {
  show = first
  addEventListener('popstate', enter)
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement)
    if (!link || link.target || link.origin !== location.origin || !/^\/app(\/|$)/.test(link.pathname)) return
    if (link.hash && link.pathname === location.pathname) return
    event.preventDefault()
    go(link.pathname + link.search)
  })
  enter()
}
