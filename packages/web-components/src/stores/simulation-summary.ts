import type { SaidRun, SimulationReport } from '@kith/core'

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
  /** What would have been done most, the record left out, with how often. */
  readonly groups: readonly { readonly said: string; readonly count: number }[]
}

/** One day and what would have happened on it, newest first. */
export interface SimulationDay {
  /** `2026-03-11`, in the time zone of the browser. */
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
  const groups = new Map<string, { said: string; count: number }>()
  for (const run of doing)
    for (const said of run.said) {
      const general = withoutTitle(said, run.title)
      const key = general.replace(/\d[\d.,:]*/g, '#')
      const known = groups.get(key)
      if (known) known.count++
      else groups.set(key, { said: general, count: 1 })
    }
  const sum = (of: 'considered' | 'fired' | 'reviews') => tallies.reduce((all, one) => all + one[of], 0)
  return {
    records: new Set(doing.map(({ object, id }) => `${object}:${id}`)).size,
    object: objects.size === 1 ? [...objects][0] : undefined,
    deeds: doing.reduce((all, { said }) => all + said.length, 0),
    reviews: sum('reviews'),
    waits: runs.filter(({ waitsUntil }) => waitsUntil !== undefined).length,
    considered: sum('considered'),
    fired: sum('fired'),
    groups: [...groups.values()].sort((a, b) => b.count - a.count).slice(0, GROUPS),
  }
}

const withoutTitle = (said: string, title: string | undefined) => (title ? said.replaceAll(title, '…') : said)

/** Runs by day, newest first; those that only wait are left out unless they are all there is. */
export function daysOf(runs: readonly SaidRun[], limit: number): readonly SimulationDay[] {
  const days = new Map<string, SaidRun[]>()
  for (const run of [...runs].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, limit)) {
    const day = new Date(run.at).toLocaleDateString('sv')
    days.set(day, [...(days.get(day) ?? []), run])
  }
  return [...days].map(([day, all]) => ({ day, runs: all }))
}

/** Runs that are worth a line. */
export function shownRuns(runs: readonly SaidRun[]): readonly SaidRun[] {
  const doing = runs.filter(does)
  return doing.length ? doing : runs
}
