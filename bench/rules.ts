// Many rules on one lead, and on all contacts: Kith against the rule engines of npm, in one run.
// pnpm bench rules [--json] [--quick]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { countMatches, requireSameInBulk, timeBulk } from './rules/bulk.ts'
import { CONTESTANTS, LEADS } from './rules/contestants.ts'
import { bytesPerRule, changeCosts } from './rules/costs.ts'
import { makeLeads } from './rules/facts.ts'
import { makeRules } from './rules/generate.ts'
import { expectedOf, kithMatcher } from './rules/kith.ts'
import { machine } from './rules/measure.ts'
import { type Racer, race, requireAgreement, startRacer } from './rules/race.ts'
import { type Report, ratio, type Single, tableOf } from './rules/report.ts'

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** A tenth of the rules, leads and rounds: to see that it works, not for figures. */
    quick: { type: 'boolean', default: false },
  },
})
const SIZES = flags.quick ? [10, 100, 1_000] : [10, 100, 1_000, 10_000]
const ROUNDS = flags.quick ? 3 : 7
const SLICE_MS = flags.quick ? 50 : 300
const CONTACTS = flags.quick ? 10_000 : 100_000
const SEED = 20_260_615
const say = (line: string) => flags.json || console.log(line)

const largest = SIZES.at(-1) as number
// First of all: later the heap holds what others left.
const memory = { rules: largest, bytesPerRule: bytesPerRule(largest, SEED) }

const leads = makeLeads(LEADS, SEED)

/** All engines on single leads, after each of them agreed on every match of some leads. */
async function single(count: number): Promise<Single> {
  const expected = expectedOf(kithMatcher(makeRules(count, SEED)), leads)
  const racers: Racer[] = []
  const leftOut: Record<string, string> = {}
  for (const name of Object.keys(CONTESTANTS)) {
    const racer = await startRacer(name, count, SEED)
    if (typeof racer !== 'string') racers.push(racer)
    else {
      leftOut[name] = racer
      say(`${name} is left out: ${racer}`)
    }
  }
  const checked = Math.max(3, Math.min(200, Math.floor(20_000 / count)))
  for (const racer of racers) await requireAgreement(racer, expected.slice(0, checked))
  const usPerEvent = await race(racers, ROUNDS, SLICE_MS)
  for (const racer of racers) racer.stop()
  const matches = expected.reduce((sum, ids) => sum + ids.length, 0) / leads.length
  return { rules: count, matchesPerLead: matches, usPerEvent, leftOut }
}

const singles: Single[] = []
for (const count of SIZES) {
  say(`${count} rules on single leads …`)
  singles.push(await single(count))
}

const contacts = makeLeads(CONTACTS, SEED + 1)
const bulk: Report['bulk'][number][] = []
for (const one of singles.filter(({ rules }) => rules >= 100)) {
  say(`${one.rules} rules on ${CONTACTS} contacts at once …`)
  const matcher = kithMatcher(makeRules(one.rules, SEED))
  requireSameInBulk(matcher, contacts.slice(0, 500))
  const ms = timeBulk(matcher, contacts, flags.quick ? 2 : 5)
  const best = Math.min(...peersOf(one))
  const matches = countMatches(matcher, contacts)
  bulk.push({ rules: one.rules, contacts: CONTACTS, ms, matches, bestPeerScaledMs: (best * CONTACTS) / 1000 })
}

function peersOf({ usPerEvent }: Single): readonly number[] {
  return Object.entries(usPerEvent).flatMap(([name, us]) => (name.includes('kith') ? [] : [us]))
}

const matcher = kithMatcher(makeRules(largest, SEED))
expectedOf(matcher, leads)
const report: Report = {
  machine: machine(),
  seed: SEED,
  quick: flags.quick,
  single: singles,
  bulk,
  change: { rules: largest, ...changeCosts(matcher, 500, SEED + 2) },
  memory,
}
const folder = join(import.meta.dirname, '../reports')
if (!flags.quick) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench-rules.json'), `${JSON.stringify({ ...report, ...ratio(report) }, null, 2)}\n`)
}
console.log(flags.json ? JSON.stringify({ ...report, ...ratio(report) }, null, 2) : tableOf(report))
process.exit(0)
