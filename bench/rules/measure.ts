import { cpus, totalmem } from 'node:os'

/** Something that is run many times. */
export interface Racer {
  readonly name: string
  /** Handles event number `at`. */
  run(at: number): unknown
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/**
 * Times racers against each other: each runs for about `sliceMs` a round, the order is turned from round to round, so
 * that a busy minute meets everybody. The first round warms up and does not count.
 *
 * @returns microseconds for an event, the median of the rounds, by name
 */
export async function race(
  racers: readonly Racer[],
  rounds: number,
  sliceMs: number,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map(racers.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++)
    for (let turn = 0; turn < racers.length; turn++) {
      const racer = racers[(turn + round) % racers.length] as Racer
      const us = await slice(racer, round === 0 ? 2 * sliceMs : sliceMs)
      if (round > 0) times.get(racer.name)?.push(us)
    }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

async function slice({ run }: Racer, forMs: number): Promise<number> {
  const started = performance.now()
  let events = 0
  let passed = 0
  while (passed < forMs) {
    for (let more = Math.max(1, events >> 2); more > 0; more--) {
      const answer = run(events++)
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
