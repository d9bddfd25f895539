/** Runs it when the page has nothing better to do, and on a page that is always busy within two seconds. */
export function whenIdle(run: () => unknown): void {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 2_000 })
  else setTimeout(run)
}
