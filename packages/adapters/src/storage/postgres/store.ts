import { KithError } from '@kith/core/shared'
import type { Model } from '@kith/core/storage'
import type { SqlContext } from '../sql/condition.ts'
import { totalsLayout } from '../sql/totals.ts'
import type { Database } from './database.ts'
import { postgresDialect, type Resolved } from './dialect.ts'
import { type ObjectLayout, objectLayout } from './layout.ts'
import type { IndexesWhen } from './schema.ts'
import type { Session } from './session.ts'
import { type Totals, totalsOf } from './totals.ts'

/** How long it is believed that a run-time field has no index, or that there is one tenant: another process may have made more. */
const TRUST_MS = 2_000
/** Rows that commits add to totals before they are folded: so many more are read where totals are asked for. */
const FOLD_ROWS = 500

/** A database with its model, and what is remembered of it. */
export class PostgresStore {
  readonly database: Database
  readonly indexes: IndexesWhen
  readonly #tenants = new Set<string>()
  readonly #indexed = new Set<string>()
  readonly #asked = new Map<string, number>()
  #layouts: ReadonlyMap<string, ObjectLayout> = new Map()
  #totals: ReadonlyMap<string, Totals> = new Map()
  readonly #changed = new Map<string, Map<string, number>>()
  #model: Model
  #others = false
  #alone = -TRUST_MS
  #last: Promise<unknown> = Promise.resolve()

  constructor(database: Database, model: Model, indexes: IndexesWhen = 'now') {
    this.database = database
    this.indexes = indexes
    this.#model = model
    this.use(model)
  }

  get model(): Model {
    return this.#model
  }

  get layouts(): ReadonlyMap<string, ObjectLayout> {
    return this.#layouts
  }

  use(model: Model): void {
    this.#layouts = new Map([...model.objects.keys()].map((object) => [object, objectLayout(model, object)]))
    this.#totals = new Map(
      [...this.#layouts.values()].flatMap((layout) => {
        const totals = totalsLayout(model, layout)
        return totals ? [[layout.object, totalsOf(layout, totals)]] : []
      }),
    )
    this.#model = model
  }

  /** Kept totals of an object; undefined where none are asked for. */
  totals(object: string): Totals | undefined {
    return this.#totals.get(object)
  }

  /** Keeps only these totals, because the others are not there yet. */
  leaveTotals(isThere: (object: string) => boolean): void {
    this.#totals = new Map([...this.#totals].filter(([object]) => isThere(object)))
  }

  /** A commit has added rows to kept totals. */
  changedTotals(tenant: string, object: string, rows: number): void {
    const changed = this.#changed.get(tenant) ?? new Map<string, number>()
    this.#changed.set(tenant, changed.set(object, (changed.get(object) ?? 0) + rows))
  }

  /** Totals that it pays to fold by now; they are not told again. */
  takeChangedTotals(tenant: string): readonly Totals[] {
    const changed = this.#changed.get(tenant)
    const many = [...(changed ?? [])].filter(([, rows]) => rows >= FOLD_ROWS)
    for (const [object] of many) changed?.delete(object)
    return many.flatMap(([object]) => this.#totals.get(object) ?? [])
  }

  /** @throws KithError `UNKNOWN_OBJECT` */
  layout(object: string): ObjectLayout {
    const layout = this.#layouts.get(object)
    if (!layout) throw new KithError('UNKNOWN_OBJECT', { object })
    return layout
  }

  context(tenant: string, resolved?: Resolved): SqlContext {
    return {
      dialect: postgresDialect(resolved),
      tenant,
      layout: (object) => this.layout(object),
      indexed: (object, field) => this.#indexed.has(keyOf(tenant, object, field)),
    }
  }

  /** Runs what must not be done twice at once, one after the other. */
  oneByOne<Result>(run: () => Promise<Result>): Promise<Result> {
    const running = this.#last.then(run)
    this.#last = running.catch(() => undefined)
    return running
  }

  /**
   * Whether others than this tenant have anything here, or had a moment ago. Where PostgreSQL keeps tenants apart nobody can
   * tell: then perhaps.
   */
  async hasOthers(session: Session): Promise<boolean> {
    if (this.#others || this.database.rowSecurity) return true
    const now = performance.now()
    if (now < this.#alone + TRUST_MS) return false
    this.#alone = now
    const { rows } = await session.hot('SELECT 1 FROM kith_tenant LIMIT 1 OFFSET 1', [])
    this.#others = rows.length > 0
    return this.#others
  }

  knowsTenant(tenant: string): boolean {
    return this.#tenants.has(tenant)
  }

  /** After the commit that wrote it. */
  rememberTenant(tenant: string): void {
    this.#tenants.add(tenant)
  }

  /** What was read, or written and committed: a field that is in `field_value` stays there. */
  rememberIndexed(tenant: string, fields: Iterable<readonly [object: string, field: string]>): void {
    for (const [object, field] of fields) this.#indexed.add(keyOf(tenant, object, field))
  }

  /** Reads now and then which run-time fields others have put into `field_value`. Until then they are found without. */
  async refresh(session: Session, tenant: string): Promise<void> {
    const now = performance.now()
    if (now < (this.#asked.get(tenant) ?? -TRUST_MS) + TRUST_MS) return
    this.#asked.set(tenant, now)
    const rows = await session.hot('SELECT object, field FROM kith_custom_index WHERE tenant = ?', [tenant])
    this.rememberIndexed(tenant, rows.rows as unknown as readonly (readonly [string, string])[])
  }
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}
