/** One decided case, as a fairness report sees it. */
export interface FairnessCase {
  /** Value of the chosen group: a language, a postal region, an age band. */
  readonly group: string
  /** Absent: not decided. */
  readonly accepted?: boolean
  readonly score?: number
  /** Where it was sent: an owner, a team. */
  readonly route?: string
}

/** A rate with the interval in which the true one lies with 95 % confidence. */
export interface Rate {
  readonly count: number
  readonly of: number
  /** 0 to 1; 0 where there are no cases. */
  readonly rate: number
  readonly low: number
  readonly high: number
}

/** One measure of one group. */
export interface GroupRate extends Rate {
  readonly group: string
}

/** One measure over all groups. */
export interface FairnessMeasure {
  /** `accepted`, `score` (share at or above the threshold), or `route:<where>`. */
  readonly measure: string
  readonly groups: readonly GroupRate[]
  /** Pairs whose intervals do not overlap, the higher rate first: look at them. */
  readonly apart: readonly { readonly higher: string; readonly lower: string }[]
}

/** Rates by group. */
export interface FairnessReport {
  readonly cases: number
  readonly measures: readonly FairnessMeasure[]
  /** Some intervals do not overlap. */
  readonly flagged: boolean
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const Z = 1.959963984540054

/**
 * The Wilson score interval of a proportion, 95 %: (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 *
 * Unlike the usual p ± z√(p(1−p)/n) it stays within 0 and 1 and is good for few cases and for rates near the ends.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212;
 * compared by R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, method 3.
 *
 * @example
 * wilson(81, 263) // { count: 81, of: 263, rate: 0.308, low: 0.2553, high: 0.3662 }
 */
export function wilson(count: number, of: number): Rate {
  if (of === 0) return { count, of, rate: 0, low: 0, high: 1 }
  const rate = count / of
  const square = Z * Z
  const scale = 1 + square / of
  const middle = rate + square / (2 * of)
  const half = Z * Math.sqrt((rate * (1 - rate)) / of + square / (4 * of * of))
  const low = count === 0 ? 0 : Math.max(0, (middle - half) / scale)
  const high = count === of ? 1 : Math.min(1, (middle + half) / scale)
  return { count, of, rate, low, high }
}

/**
 * Rates of acceptance, score and routing by group, with Wilson 95 % intervals. Groups whose intervals do not overlap are
 * flagged: a reason to look, not a verdict. Groups come in the order of their names.
 *
 * @param options.scoreFrom Scores of at least this count. Absent: scores are left out
 * @example
 * fairnessReport(leads.map((lead) => ({ group: lead.locale ?? 'unknown', accepted: lead.status === 'converted' })))
 */
export function fairnessReport(
  cases: readonly FairnessCase[],
  options: { readonly scoreFrom?: number } = {},
): FairnessReport {
  const { scoreFrom } = options
  const routes = [...new Set(cases.flatMap((one) => (one.route === undefined ? [] : [one.route])))].sort()
  const measures = [
    measureOf('accepted', cases, (one) => one.accepted),
    ...(scoreFrom === undefined
      ? []
      : [measureOf('score', cases, (one) => (one.score === undefined ? undefined : one.score >= scoreFrom))]),
    ...routes.map((route) =>
      measureOf(`route:${route}`, cases, (one) => (one.route === undefined ? undefined : one.route === route)),
    ),
  ].filter(({ groups }) => groups.length > 0)
  return { cases: cases.length, measures, flagged: measures.some(({ apart }) => apart.length > 0) }
}

function measureOf(
  measure: string,
  cases: readonly FairnessCase[],
  passes: (one: FairnessCase) => boolean | undefined,
): FairnessMeasure {
  const counts = new Map<string, { count: number; of: number }>()
  for (const one of cases) {
    const passed = passes(one)
    if (passed === undefined) continue
    const known = counts.get(one.group) ?? { count: 0, of: 0 }
    counts.set(one.group, { count: known.count + (passed ? 1 : 0), of: known.of + 1 })
  }
  const names = [...counts.keys()].sort()
  const groups = names.map((group) => {
    const { count, of } = counts.get(group) as { count: number; of: number }
    return { group, ...wilson(count, of) }
  })
  const apart = groups.flatMap((high) =>
    groups.filter((low) => low.high < high.low).map((low) => ({ higher: high.group, lower: low.group })),
  )
  return { measure, groups, apart }
}
