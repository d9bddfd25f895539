// One contestant in a process of its own, told by the race when to run. See race.ts.
import { CONTESTANTS, LEADS } from './contestants.ts'
import { makeLeads } from './facts.ts'
import { makeRules } from './generate.ts'
import { slice } from './measure.ts'

export interface RacerAsk {
  /** So many leads are to be matched, and the matches told. */
  readonly matches?: number
  /** It is to run for so long. */
  readonly sliceMs?: number
}

export interface RacerTell {
  readonly failed?: string
  readonly matches?: readonly (readonly string[])[]
  readonly us?: number
}

const [name = '', rules, seed] = process.argv.slice(2)
const leads = makeLeads(LEADS, Number(seed))
/** Goes on from slice to slice: who is slow meets other leads too, not the first ones again and again. */
let next = 0
const tell = (message: RacerTell) => process.send?.(message)

try {
  const match = await CONTESTANTS[name]?.(makeRules(Number(rules), Number(seed)), leads)
  if (!match) throw new Error('there is no such contestant')
  process.on('message', async ({ matches, sliceMs }: RacerAsk) => {
    if (sliceMs !== undefined) return tell({ us: await slice(() => match(next++ % leads.length), sliceMs) })
    const found: (readonly string[])[] = []
    for (let at = 0; at < (matches ?? 0); at++) found.push(await match(at))
    tell({ matches: found })
  })
  tell({})
} catch (error) {
  tell({ failed: String(error) })
}
