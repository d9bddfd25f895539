import { median } from '../rules/measure.ts'
import type { Operation } from './contestant.ts'
import { BASES } from './contestants.ts'
import { ARRAYS } from './memory.ts'
import type { Costs } from './race.ts'
import type { Cost } from './racer.ts'

/** One number of rows. */
export interface Sized {
  readonly rows: number
  readonly fileMb: number
  /** How long Kith took to fill the file up to here, in microseconds of the clock for a row. */
  readonly fillUs: number
  readonly costs: Partial<Readonly<Record<Operation, Costs>>>
  readonly memory?: Costs
  readonly leftOut: Readonly<Record<string, string>>
}

export interface Report {
  readonly machine: Readonly<Record<string, string | number>>
  readonly quick: boolean
  readonly sizes: readonly Sized[]
}

export interface Ratio {
  readonly rows: number
  readonly operation: string
  readonly who: string
  readonly against: string
  readonly cpu: number
  readonly wall: number
}

const round = (value: number) => Number(value.toPrecision(3))

/**
 * What each costs, as a multiple of the program by hand over the same driver: the median of the multiples of each round. In
 * a round both run within seconds, and a machine that slows down for some seconds slows down both.
 */
export function ratiosOf(report: Report): readonly Ratio[] {
  return report.sizes.flatMap(({ rows, costs, memory }) => [
    ...Object.entries(costs).flatMap(([operation, all]) =>
      Object.entries(BASES).flatMap(([who, against]) => ratio({ rows, operation, who, against }, all)),
    ),
    ...Object.keys(memory ?? {}).flatMap((who) =>
      who === ARRAYS ? [] : ratio({ rows, operation: 'page in memory', who, against: ARRAYS }, memory ?? {}),
    ),
  ])
}

function ratio(about: Pick<Ratio, 'rows' | 'operation' | 'who' | 'against'>, costs: Costs): Ratio[] {
  const [own, base] = [costs[about.who], costs[about.against]]
  if (!own || !base) return []
  const times = (of: keyof Cost) =>
    round(median(own.rounds.map((cost, at) => cost[of] / (base.rounds[at] as Cost)[of])))
  return [{ ...about, cpu: times('cpuUs'), wall: times('wallUs') }]
}

/** For people: microseconds of the processors for one, by contestant, with what that is of the program by hand. */
export function tableOf(report: Report): string {
  const ratios = ratiosOf(report)
  return report.sizes
    .map((sized) => {
      const { rows, fileMb, fillUs, costs, memory, leftOut } = sized
      const operations = Object.keys(costs)
      const names = [...new Set(Object.values(costs).flatMap((all) => Object.keys(all)))]
      const cell = (cost: Cost | undefined, operation: string, who: string) => {
        if (!cost) return '-'
        const found = ratios.find((one) => one.rows === rows && one.operation === operation && one.who === who)
        return `${round(cost.cpuUs)}${found ? ` (${found.cpu})` : ''}`
      }
      const line = (first: string, cells: readonly string[]) =>
        first.padEnd(28) + cells.map((one) => one.padStart(16)).join('')
      return [
        `${rows} contacts, a file of ${Math.round(fileMb)} MB, filled by Kith in ${round(fillUs)} µs each`,
        line('µs of the processors', operations),
        ...names.map((name) =>
          line(
            name,
            operations.map((operation) => cell(costs[operation as Operation]?.[name], operation, name)),
          ),
        ),
        ...(memory ? ['', line('in memory', ['page'])] : []),
        ...Object.entries(memory ?? {}).map(([name, cost]) => line(name, [cell(cost, 'page in memory', name)])),
        ...Object.entries(leftOut).map(([name, why]) => `${name} is left out: ${why}`),
      ].join('\n')
    })
    .join('\n\n')
    .concat('\n\nIn brackets: multiples of the program by hand over the same driver. On the clock:\n')
    .concat(
      ratios
        .filter(({ operation }) => operation === 'insert' || operation === 'group' || operation === 'bulk')
        .map(({ rows, operation, who, wall }) => `${rows} ${operation.padEnd(8)} ${who.padEnd(24)} ${wall}`)
        .join('\n'),
    )
}
