import { fork } from 'node:child_process'
import { join } from 'node:path'
import { median } from '../rules/measure.ts'
import type { Operation } from './contestant.ts'
import type { Cost, RacerAsk, RacerTell } from './racer.ts'

/** A contestant in a process of its own, so that nobody pays for another one's garbage. */
export interface Racer {
  readonly name: string
  readonly can: readonly Operation[]
  answers(operation: Operation, questions: number): Promise<readonly string[]>
  slice(operation: Operation, forMs: number): Promise<Cost>
  stop(): Promise<void>
}

/** @returns the racer, or why it cannot run here */
export async function startRacer(name: string, file: string, rows: number, firstNew: number): Promise<Racer | string> {
  const child = fork(join(import.meta.dirname, 'racer.ts'), [name, file, String(rows), String(firstNew)], {
    execArgv: ['--conditions=kith-source', '--disable-warning=ExperimentalWarning', '--expose-gc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const gone = ended.then((): RacerTell => ({ failed: 'it ended' }))
  const told = () =>
    Promise.race([
      gone,
      new Promise<RacerTell>((resolve) => child.once('message', (message) => resolve(message as RacerTell))),
    ])
  const ask = async (message: RacerAsk) => {
    const answer = told()
    child.send(message)
    const { failed, ...rest } = await answer
    if (failed !== undefined) throw new Error(`${name}: ${failed}`)
    return rest
  }
  const { failed, can = [] } = await told()
  if (failed !== undefined) {
    child.kill()
    return failed
  }
  const racer: Racer = {
    name,
    can,
    answers: async (operation, questions) => (await ask({ answer: { operation, questions } })).answers ?? [],
    slice: async (operation, forMs) => (await ask({ slice: { operation, forMs } })).cost as Cost,
    async stop() {
      child.disconnect()
      await ended
    },
  }
  return racer
}

/**
 * Slices before the first that counts. What waits for the disk or for SQLite most of the time is called seldom, so that its
 * code is compiled late: 4,000 inserts or 5,000 pages are too few for a program of some size, 16,000 and 25,000 are not.
 */
const WARM: Readonly<Record<Operation, number>> = { get: 5, page: 25, search: 25, bulk: 15, group: 15, insert: 40 }

/** What one costs: the median of all rounds, and each of them. */
export interface Measured extends Cost {
  readonly rounds: readonly Cost[]
}

/** What one of each operation costs, by the name of the racer. */
export type Costs = Readonly<Record<string, Measured>>

/**
 * Times racers against each other: one runs at a time, each for about `sliceMs` a round, and the order is turned from
 * round to round, so that a busy minute meets everybody. Before the rounds each warms up.
 *
 * @param between Runs before each slice: takes away what the one before has left for others to do.
 */
export async function race(
  racers: readonly Racer[],
  operation: Operation,
  rounds: number,
  sliceMs: number,
  between = () => {},
): Promise<Costs> {
  const able = racers.filter(({ can }) => can.includes(operation))
  const costs = new Map(able.map(({ name }) => [name, [] as Cost[]]))
  const slice = (racer: Racer) => {
    between()
    return racer.slice(operation, sliceMs)
  }
  for (const racer of able) for (let times = 0; times < WARM[operation]; times++) await slice(racer)
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < able.length; turn++) {
      const racer = able[(turn + round) % able.length] as Racer
      costs.get(racer.name)?.push(await slice(racer))
    }
  const middle = (all: readonly Cost[], of: keyof Cost) => median(all.map((cost) => cost[of]))
  return Object.fromEntries(
    [...costs].map(([name, all]) => [
      name,
      { cpuUs: middle(all, 'cpuUs'), wallUs: middle(all, 'wallUs'), rounds: all },
    ]),
  )
}

/** @throws Error that names the racer and the question that it answers otherwise */
export async function requireAgreement(
  racers: readonly Racer[],
  operation: Operation,
  questions: number,
): Promise<void> {
  let expected: readonly string[] | undefined
  for (const racer of racers.filter(({ can }) => can.includes(operation))) {
    const found = await racer.answers(operation, questions)
    expected ??= found
    const other = expected.findIndex((text, at) => text !== found[at])
    if (other >= 0)
      throw new Error(
        `${racer.name} answers question ${other} of ${operation} otherwise:\n${found[other]?.slice(0, 2_000)}\ninstead of\n${expected[other]?.slice(0, 2_000)}`,
      )
  }
}
