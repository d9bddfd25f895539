import { fork } from 'node:child_process'
import { join } from 'node:path'
import { median } from './measure.ts'
import type { RacerAsk, RacerTell } from './racer.ts'

/** A contestant in a process of its own, so that nobody pays for another one's garbage. */
export interface Racer {
  readonly name: string
  /** What it finds for the first leads. */
  matches(leads: number): Promise<readonly (readonly string[])[]>
  /** Runs for a while. @returns microseconds for a lead */
  slice(forMs: number): Promise<number>
  stop(): void
}

/** @returns the racer, or why it cannot run here */
export async function startRacer(name: string, rules: number, seed: number): Promise<Racer | string> {
  const child = fork(join(import.meta.dirname, 'racer.ts'), [name, String(rules), String(seed)], {
    execArgv: ['--conditions=kith-source'],
  })
  const told = () =>
    new Promise<RacerTell>((resolve) => {
      child.once('message', (message) => resolve(message as RacerTell))
      child.once('exit', (code) => resolve({ failed: `it ended with ${code}` }))
    })
  const ask = async (message: RacerAsk) => {
    const answer = told()
    child.send(message)
    return answer
  }
  const { failed } = await told()
  if (failed !== undefined) return failed
  return {
    name,
    matches: async (leads) => (await ask({ matches: leads })).matches ?? [],
    slice: async (forMs: number) => (await ask({ sliceMs: forMs })).us ?? Number.NaN,
    stop: () => child.disconnect(),
  }
}

/**
 * Times racers against each other: one runs at a time, each for about `sliceMs` a round, and the order is turned from
 * round to round, so that a busy minute meets everybody. Before the rounds each warms up.
 *
 * @returns microseconds for a lead, the median of the rounds, by name
 */
export async function race(racers: readonly Racer[], rounds: number, sliceMs: number): Promise<Record<string, number>> {
  for (const racer of racers) await racer.slice(10 * sliceMs)
  const times = new Map(racers.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < racers.length; turn++) {
      const racer = racers[(turn + round) % racers.length] as Racer
      times.get(racer.name)?.push(await racer.slice(sliceMs))
    }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]))
}

/** @throws Error that names the racer, the lead and the rules that it sees otherwise */
export async function requireAgreement(racer: Racer, expected: readonly (readonly string[])[]): Promise<void> {
  const all = await racer.matches(expected.length)
  for (const [at, wanted] of expected.entries()) {
    const found = new Set(all[at])
    const others = [...wanted.filter((id) => !found.delete(id)), ...found]
    if (others.length > 0) throw new Error(`${racer.name} sees lead ${at} otherwise: ${others.slice(0, 5).join(', ')}`)
  }
}
