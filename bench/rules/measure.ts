import { cpus, totalmem } from 'node:os'

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Runs something again and again for a while. @returns microseconds for one */
export async function slice(run: () => unknown, forMs: number): Promise<number> {
  const started = performance.now()
  let events = 0
  let passed = 0
  while (passed < forMs) {
    for (let more = Math.max(1, events >> 2); more > 0; more--) {
      const answer = run()
      events++
      if (answer instanceof Promise) await answer
    }
    passed = performance.now() - started
  }
  return (passed / events) * 1000
}

/** What the figures were measured on; nothing that names the machine. */
export function machine(): Readonly<Record<string, string | number>> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
  }
}
