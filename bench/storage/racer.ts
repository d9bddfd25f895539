// One contestant in a process of its own, told by the race when to run. See race.ts.
import { PAGE_SIZE, PAGES, searchOf } from './contacts.ts'
import { asText, BULK, CALLERS, type Contestant, type Operation } from './contestant.ts'
import { CONTESTANTS, type Open } from './contestants.ts'
import { MEMORY } from './memory.ts'

export interface RacerAsk {
  /** The answers to so many questions are to be told. */
  readonly answer?: { readonly operation: Operation; readonly questions: number }
  /** It is to run: for so long, or for as many writes as everybody makes in that time. */
  readonly slice?: { readonly operation: Operation; readonly forMs: number }
}

/** What one took, in microseconds: of the processors, and on the clock. */
export interface Cost {
  readonly cpuUs: number
  readonly wallUs: number
}

export interface RacerTell {
  readonly failed?: string
  /** What it can do. */
  readonly can?: readonly Operation[]
  readonly answers?: readonly string[]
  readonly cost?: Cost
}

const [name = '', file = '', rows, firstNew] = process.argv.slice(2)
const tell = (message: RacerTell) => process.send?.(message)
const stored = Number(rows)
/** One contact in twelve is on them. */
const pages = Math.max(1, Math.min(PAGES, Math.floor(stored / 12 / PAGE_SIZE) - 1))
let nextNew = Number(firstNew)
let behind: unknown
let asked = 0

/** The next question of an operation: something that runs once. */
function question(contestant: Contestant, operation: Operation, ready: number[]): () => unknown {
  const at = asked++
  switch (operation) {
    case 'get':
      return () => contestant.get?.((Math.imul(at, 2_654_435_761) >>> 0) % stored)
    case 'search':
      return () => contestant.search?.(searchOf(at))
    case 'page':
      return async () => {
        behind = await contestant.page?.(at % pages === 0 ? undefined : behind)
        return behind
      }
    case 'insert':
      return () => contestant.insert?.(ready.pop() as number)
    case 'group':
      return () => contestant.group?.(ready.splice(-CALLERS))
    case 'bulk':
      return () => contestant.bulk?.(ready.splice(-BULK))
  }
}

/** Records of one question, for what a caller has to wait for. */
const EACH: Readonly<Record<Operation, number>> = { get: 1, page: 1, search: 1, insert: 1, group: CALLERS, bulk: BULK }

/** Writes of a slice of 200 ms: the same number for everybody, because the disk is asked for more now and then. */
const WRITES: Readonly<Record<Operation, number>> = { get: 0, page: 0, search: 0, insert: 400, group: 40, bulk: 2 }

function prepare(contestant: Contestant, operation: Operation, forMs: number): number[] {
  const writes = WRITES[operation] && Math.ceil((WRITES[operation] * forMs) / 200)
  const numbers = Array.from({ length: writes * EACH[operation] }, () => nextNew++).reverse()
  contestant.ready(numbers)
  settle()
  return numbers
}

/** What was prepared is old to the collector by then, and is not copied about while it runs. */
function settle(): void {
  for (let times = 0; times < 2; times++) globalThis.gc?.({ type: 'minor', execution: 'sync' })
}

async function slice(contestant: Contestant, operation: Operation, forMs: number): Promise<Cost> {
  const ready = prepare(contestant, operation, forMs)
  const reads = ready.length === 0
  if (operation === 'page') asked = 0
  const run = async (ms: number) => {
    const [cpu, wall] = [process.cpuUsage(), performance.now()]
    let events = 0
    do {
      await question(contestant, operation, ready)()
      events++
    } while (reads ? performance.now() - wall < ms : ready.length > 0)
    const used = process.cpuUsage(cpu)
    const each = events * EACH[operation]
    return { cpuUs: (used.user + used.system) / each, wallUs: ((performance.now() - wall) * 1_000) / each }
  }
  // What others wrote since its last turn has emptied its cache.
  if (reads) await run(forMs / 4)
  return run(forMs)
}

async function answers(contestant: Contestant, operation: Operation, questions: number): Promise<string[]> {
  asked = 0
  const found: string[] = []
  for (let at = 0; at < questions; at++)
    found.push(asText(contestant.records(await question(contestant, operation, [])())))
  return found
}

try {
  const open: Open | undefined = CONTESTANTS[name] ?? MEMORY[name]
  if (!open) throw new Error('there is no such contestant')
  const contestant = await open(file, stored)
  process.on('message', async ({ answer, slice: turn }: RacerAsk) => {
    try {
      if (turn) tell({ cost: await slice(contestant, turn.operation, turn.forMs) })
      if (answer) tell({ answers: await answers(contestant, answer.operation, answer.questions) })
    } catch (error) {
      tell({ failed: String(error) })
    }
  })
  process.on('disconnect', () => contestant.close())
  tell({ can: (['get', 'page', 'search', 'insert', 'group', 'bulk'] as const).filter((one) => contestant[one]) })
} catch (error) {
  tell({ failed: error instanceof Error ? (error.stack ?? String(error)) : String(error) })
}
