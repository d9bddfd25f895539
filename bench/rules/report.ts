import type { ChangeCosts } from './costs.ts'

/** One number of rules on single leads. */
export interface Single {
  readonly rules: number
  readonly matchesPerLead: number
  readonly usPerEvent: Readonly<Record<string, number>>
  readonly leftOut: Readonly<Record<string, string>>
}

export interface Report {
  readonly machine: Readonly<Record<string, string | number>>
  readonly seed: number
  readonly quick: boolean
  readonly single: readonly Single[]
  readonly bulk: readonly {
    readonly rules: number
    readonly contacts: number
    readonly ms: number
    readonly matches: number
    /** What the best peer took for a lead of the same run, times the contacts: nobody waits for it. */
    readonly bestPeerScaledMs: number
  }[]
  readonly change: ChangeCosts & { readonly rules: number }
  readonly memory: { readonly rules: number; readonly bytesPerRule: number }
}

/** The figures that are judged: all of one run. */
export interface Ratios {
  readonly ratios: Readonly<Record<string, number>>
}

const KITH = 'kith'
const isPeer = (name: string) => !name.includes(KITH)
const round = (value: number) => Number(value.toPrecision(3))

/** How many times faster Kith is, and how its own costs grow. */
export function ratio(report: Report): Ratios {
  const ratios: Record<string, number> = {}
  for (const { rules, usPerEvent, matchesPerLead } of report.single) {
    const own = usPerEvent[KITH] as number
    const peers = Object.entries(usPerEvent).filter(([name]) => isPeer(name))
    ratios[`single: best peer, ${rules} rules`] = round(Math.min(...peers.map(([, us]) => us)) / own)
    ratios[`single: json-rules-engine, ${rules} rules`] = round((usPerEvent['json-rules-engine'] ?? Number.NaN) / own)
    ratios[`single: ns per match, ${rules} rules`] = round((own / matchesPerLead) * 1000)
  }
  for (const [at, { rules, usPerEvent, matchesPerLead }] of report.single.entries()) {
    const before = report.single[at - 1]
    if (!before) continue
    const more = (usPerEvent[KITH] as number) - (before.usPerEvent[KITH] as number)
    const name = `single: ns per further match, ${before.rules} to ${rules} rules`
    ratios[name] = round((more / (matchesPerLead - before.matchesPerLead)) * 1000)
  }
  for (const { rules, ms, bestPeerScaledMs } of report.bulk)
    ratios[`bulk: best peer (scaled), ${rules} rules`] = round(bestPeerScaledMs / ms)
  const first = report.bulk[0]
  const last = report.bulk.at(-1)
  if (first && last) ratios[`bulk: growth from ${first.rules} to ${last.rules} rules`] = round(last.ms / first.ms)
  return { ratios }
}

const cells = (row: readonly (string | number)[]) => row.map((cell) => String(cell).padStart(14)).join('')

/** For people: microseconds for a lead by engine and number of rules, then the rest. */
export function tableOf(report: Report): string {
  const names = [...new Set(report.single.flatMap(({ usPerEvent }) => Object.keys(usPerEvent)))]
  const lines = [
    `microseconds for a lead${cells(report.single.map(({ rules }) => `${rules} rules`))}`,
    ...names.map(
      (name) => name.padEnd(23) + cells(report.single.map(({ usPerEvent }) => round(usPerEvent[name] ?? Number.NaN))),
    ),
    `${'matches for a lead'.padEnd(23)}${cells(report.single.map(({ matchesPerLead }) => round(matchesPerLead)))}`,
    '',
    ...report.bulk.map(
      ({ rules, contacts, ms, matches, bestPeerScaledMs }) =>
        `${rules} rules on ${contacts} contacts at once: ${round(ms)} ms, ${matches} matches; best peer, scaled: ${round(bestPeerScaledMs / 1000)} s`,
    ),
    `adding to ${report.change.rules} rules: ${round(report.change.addUs)} µs, 99 of 100 within ${round(report.change.addP99Us)} µs; removing: ${round(report.change.removeUs)} µs`,
    `memory: ${report.memory.bytesPerRule} bytes for a rule of ${report.memory.rules}`,
    '',
    ...Object.entries(ratio(report).ratios).map(([name, value]) => `${name.padEnd(50)} ${value}`),
  ]
  return lines.join('\n')
}
