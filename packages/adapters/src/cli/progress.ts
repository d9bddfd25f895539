/** How often progress is told. */
const EVERY_MS = 1_000

/** Tells how far something has come, at most once a second: a long run should not be silent, a short one not noisy. */
export function progress(tell: (text: string) => void): (sentence: () => string) => void {
  let next = Date.now() + EVERY_MS
  return (sentence) => {
    if (Date.now() < next) return
    next = Date.now() + EVERY_MS
    tell(`${sentence()}\n`)
  }
}

/** `12,345 records, 1 job` */
export function countsInWords(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(
    ([kind, count]) => `${count.toLocaleString('en')} ${kind}${count === 1 ? '' : 's'}`,
  )
  return parts.length > 0 ? parts.join(', ') : 'nothing'
}
