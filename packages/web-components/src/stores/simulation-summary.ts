import type { SaidRun, SimulationReport } from '@kith/core'

/** Deeds that are alike. */
export interface DeedGroup {
  readonly said: string
  readonly count: number
  /** Where they are for several people: how many for each, most first. */
  readonly people: readonly (readonly [who: string, count: number])[]
}

/** What a simulation came to, in figures. */
export interface SimulationSummary {
  /** Records for which something would have been done. */
  readonly records: number
  /** Their object where all are of one. */
  readonly object: string | undefined
  /** Things that would have been done. */
  readonly deeds: number
  readonly reviews: number
  /** Times that it would have waited. */
  readonly waits: number
  readonly considered: number
  readonly fired: number
  /** What would have been done most, with how often; with `others` they add up to `deeds`. */
  readonly groups: readonly DeedGroup[]
  /** Things that are in none of the groups. */
  readonly others: number
  /** Steps that would have done nothing and why, with how often, most first. */
  readonly skips: readonly DeedGroup[]
}

/** One day and what would have happened on it, newest first. */
export interface SimulationDay {
  /** `2026-03-11`, in the zone that it was asked for. */
  readonly day: string
  readonly runs: readonly SaidRun[]
}

const GROUPS = 6

/** Runs that only begin to wait do nothing yet. */
const does = ({ said, review }: SaidRun) => said.length > 0 || review

/** Adds up a report. */
export function summaryOf({ runs, tallies }: SimulationReport): SimulationSummary {
  const doing = runs.filter(does)
  const objects = new Set(doing.map(({ object }) => object))
  const groups = groupsOf(doing.flatMap((run) => run.deeds))
  const sum = (of: 'considered' | 'fired' | 'reviews') => tallies.reduce((all, one) => all + one[of], 0)
  return {
    records: new Set(doing.map(({ object, id }) => `${object}:${id}`)).size,
    object: objects.size === 1 ? [...objects][0] : undefined,
    deeds: groups.reduce((all, { count }) => all + count, 0),
    reviews: sum('reviews'),
    waits: runs.filter(({ waitsUntil }) => waitsUntil !== undefined).length,
    considered: sum('considered'),
    fired: sum('fired'),
    groups: groups.slice(0, GROUPS),
    skips: groupsOf(runs.flatMap(({ skipped }) => skipped.map((said) => ({ said, alike: said })))).slice(0, GROUPS),
    others: groups.slice(GROUPS).reduce((all, { count }) => all + count, 0),
  }
}

/** Deeds that are alike together, most first: those for one person say for whom, those for several how many for each. */
function groupsOf(deeds: SaidRun['deeds']): readonly DeedGroup[] {
  const groups = [...Map.groupBy(deeds, ({ alike }) => alike)].map(([alike, all]) => {
    const people = [...Map.groupBy(all, ({ who = '' }) => who)].map(([who, of]) => [who, of.length] as const)
    const one = people.length === 1
    return {
      said: one ? (all[0]?.said ?? alike) : alike,
      count: all.length,
      people: one ? [] : people.sort((a, b) => b[1] - a[1]),
    }
  })
  return groups.sort((a, b) => b.count - a.count)
}

/** Runs by day, newest first; those that only wait are left out unless they are all there is. */
export function daysOf(runs: readonly SaidRun[], limit: number, zone: string | undefined): readonly SimulationDay[] {
  const days = new Map<string, SaidRun[]>()
  for (const run of [...runs].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit)) {
    const day = new Date(run.at).toLocaleDateString('sv', { timeZone: zone })
    days.set(day, [...(days.get(day) ?? []), run])
  }
  return [...days].map(([day, all]) => ({ day, runs: all }))
}

/** Runs that are worth a line. */
export function shownRuns(runs: readonly SaidRun[]): readonly SaidRun[] {
  const doing = runs.filter(does)
  return doing.length ? doing : runs
}
