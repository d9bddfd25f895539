import type { Pool } from 'pg'
import type { PostgresPool } from '../postgres/index.ts'
import type { Plan } from './plans.fixture.ts'

/** A statement as it was asked, with what was bound the last time. */
type Asked = ReadonlyMap<string, readonly unknown[]>

/** A pool that notes what is asked of it. */
export function watchedPool(pool: Pool): { readonly pool: PostgresPool; readonly take: () => Asked } {
  let asked = new Map<string, readonly unknown[]>()
  const note = (statement: unknown) => {
    if (typeof statement !== 'object' || statement === null || !('text' in statement)) return
    const { text, values } = statement as { readonly text: string; readonly values?: readonly unknown[] }
    asked.set(text, values ?? [])
  }
  const connect = async () => {
    const client = await pool.connect()
    return new Proxy(client, {
      get(target, key) {
        const value = Reflect.get(target, key) as unknown
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (key === 'query') note(args[0])
          return Reflect.apply(value, target, args) as unknown
        }
      },
    })
  }
  const watched = new Proxy(pool, {
    get: (target, key) => (key === 'connect' ? connect : Reflect.get(target, key)),
  })
  return {
    pool: watched as unknown as PostgresPool,
    take() {
      const taken = asked
      asked = new Map()
      return taken
    },
  }
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

/** Pages of a table that a scan reads as fast as an index would find them. */
const HANDFUL = 20

/** Kept totals, which a question adds up, and what PostgreSQL keeps of itself. */
const READ_WHOLE = /^(t|pg)_/

/** Plans that read a whole table, or a whole index, of more than a handful of pages. */
export async function postgresScans(
  pool: Pool,
  asked: Asked,
): Promise<{ readonly plans: number; readonly scans: readonly Plan[] }> {
  const sizes = await pool.query<{ name: string; pages: number }>(
    'SELECT relname AS name, relpages AS pages FROM pg_class',
  )
  const large = new Set(
    sizes.rows.filter(({ name, pages }) => pages > HANDFUL && !READ_WHOLE.test(name)).map(({ name }) => name),
  )
  const scans: Plan[] = []
  const reads = [...asked].filter(([text]) => /^\s*(SELECT|WITH)/i.test(text))
  for (const [text, values] of reads) {
    const { rows } = await pool.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `EXPLAIN (FORMAT JSON) ${text}`,
      [...values],
    )
    const nodes = rows[0]?.['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)) ?? []
    const steps = nodes
      .filter((node) => isFullScan(node, large))
      .map((node) => `${node['Node Type']} ${node['Relation Name']} ${node['Index Name'] ?? ''}`)
    if (steps.length > 0) scans.push({ statement: text, steps })
  }
  return { plans: reads.length, scans }
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

function isFullScan(node: PlanNode, large: ReadonlySet<string>): boolean {
  if (!large.has(node['Relation Name'] ?? '')) return false
  const type = node['Node Type']
  return type === 'Seq Scan' || (/^Index (Only )?Scan$/.test(type) && node['Index Cond'] === undefined)
}
