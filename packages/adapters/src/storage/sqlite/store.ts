import { realpathSync } from 'node:fs'
import { KithError } from '@kith/core/shared'
import type { Model, SchemaStep } from '@kith/core/storage'
import type { SqlContext } from '../sql/condition.ts'
import type { TotalsLayout } from '../sql/totals.ts'
import { clean, emptyWal } from './cleaning.ts'
import { Connection, type FileOptions } from './connection.ts'
import { CustomIndexes } from './custom-index.ts'
import { SQLITE } from './dialect.ts'
import type { Driver } from './driver.ts'
import { HeldFile } from './held-file.ts'
import type { ObjectLayout } from './layout.ts'
import { holdLibrary } from './libraries.ts'
import { rewriteRecords } from './rewrite.ts'
import type { IndexesWhen } from './schema.ts'
import { type ModelLayout, modelLayout, presentLayout, refuseOther, upgradeStore } from './upgrade.ts'

export interface SqliteStoreOptions extends FileOptions {
  readonly driver: Driver
  /** Default `now`. */
  readonly indexes?: IndexesWhen
  /** Another connection of this process writes the file, and has made it fit the model: this one reads. Default false. */
  readonly beside?: boolean
  /** Told of each step of an upgrade before it is done. */
  readonly beforeStep?: (step: SchemaStep) => void
}

/** An open file with its model: what all reads and writes work on. Synchronous; nothing here waits. */
export class SqliteStore {
  readonly connection: Connection
  readonly customIndexes: CustomIndexes
  /** Of the file, without links. */
  readonly path: string
  readonly #file: HeldFile
  readonly #letGo: () => void
  readonly #tenants = new Map<string, number>()
  readonly #readOnly: boolean
  readonly #beside: boolean
  readonly #indexes: IndexesWhen
  readonly #beforeStep: ((step: SchemaStep) => void) | undefined
  #layout: ModelLayout = { layouts: new Map(), totals: new Map() }
  /** The same with all indexes that it should have. */
  #wanted: ModelLayout = this.#layout
  #model: Model
  #untidy = false
  #cleaning: Promise<void> = Promise.resolve()
  #waiting: Promise<void> | undefined

  constructor(options: SqliteStoreOptions, model: Model) {
    this.#beforeStep = options.beforeStep
    this.#beside = options.beside ?? false
    this.#readOnly = options.readOnly || this.#beside
    this.#indexes = options.indexes ?? 'now'
    this.#letGo = holdLibrary(options.file, options.driver.library)
    try {
      this.connection = new Connection(options.driver, { ...options, readOnly: this.#readOnly })
    } catch (error) {
      this.#letGo()
      throw error
    }
    this.path = realpathSync(options.file)
    this.#file = new HeldFile(this.path)
    this.customIndexes = new CustomIndexes(this.connection)
    this.#model = model
    try {
      this.use(model)
      this.connection.waitBriefly()
    } catch (error) {
      this.#closeFile()
      throw error
    }
  }

  get model(): Model {
    return this.#model
  }

  /** Makes the tables fit a model, which may have grown. */
  use(model: Model): void {
    const before = { layout: this.#layout, wanted: this.#wanted, model: this.#model }
    this.#wanted = modelLayout(model)
    this.#layout = this.#wanted
    this.#model = model
    try {
      if (this.#readOnly && !this.#beside) refuseOther(this.connection.db, this.#layout)
      else this.#upgrade()
      this.forget()
    } catch (error) {
      this.#layout = before.layout
      this.#wanted = before.wanted
      this.#model = before.model
      throw error
    }
  }

  #upgrade(): void {
    const rewrite = (layout: ObjectLayout) => rewriteRecords(this, layout)
    const options = { rewrite, beforeStep: this.#beforeStep, indexes: this.#indexes }
    if (!this.#beside) this.connection.sorting(() => upgradeStore(this.connection, this.#wanted, options))
    if (this.#indexes === 'later') this.#layout = presentLayout(this.connection, this.#wanted)
  }

  /** @throws KithError `UNKNOWN_OBJECT` */
  layout(object: string): ObjectLayout {
    const layout = this.#layout.layouts.get(object)
    if (!layout) throw new KithError('UNKNOWN_OBJECT', { object })
    return layout
  }

  layouts(): readonly ObjectLayout[] {
    return [...this.#wanted.layouts.values()]
  }

  /** Where totals of an object are kept; undefined where none are asked for. */
  totals(object: string): TotalsLayout | undefined {
    return this.#layout.totals.get(object)
  }

  context(tenant: string): SqlContext {
    return {
      dialect: SQLITE,
      tenant,
      layout: (object) => this.layout(object),
      indexed: (object, field) => this.customIndexes.has(tenant, object, field),
    }
  }

  /** The number that stands for a tenant in the search index; undefined where nothing of it was ever stored. */
  tenantNumber(tenant: string): number | undefined {
    const known = this.#tenants.get(tenant)
    if (known !== undefined) return known
    const row = this.connection.sql('SELECT number FROM kith_tenant WHERE tenant = ?').get(tenant)
    return row ? this.#remember(tenant, row['number'] as number) : undefined
  }

  /** The same, given at the first write. */
  ensureTenant(tenant: string): number {
    const known = this.tenantNumber(tenant)
    if (known !== undefined) return known
    const { lastInsertRowid } = this.connection.sql('INSERT INTO kith_tenant (tenant) VALUES (?)').run(tenant)
    return this.#remember(tenant, Number(lastInsertRowid))
  }

  /** Whether there is more than one. */
  hasTenants(): boolean {
    return this.connection.sql('SELECT 1 FROM kith_tenant LIMIT 1 OFFSET 1').get() !== undefined
  }

  tenants(): string[] {
    return this.connection
      .sql('SELECT tenant FROM kith_tenant ORDER BY tenant')
      .all()
      .map((row) => row['tenant'] as string)
  }

  /** Runs what reads. Where another thread writes meanwhile, all of it sees one moment of the file. */
  read<Result>(run: (store: SqliteStore) => Result): Result {
    if (!this.#beside) return run(this)
    const { connection } = this
    connection.sql('BEGIN').run()
    try {
      this.customIndexes.refresh()
      return run(this)
    } finally {
      if (connection.db.inTransaction) connection.sql('COMMIT').run()
    }
  }

  /** Takes the file as another thread has opened it: see `HeldFile`. */
  borrow(descriptor: number): void {
    this.#file.borrow(descriptor)
  }

  /**
   * Moves the write-ahead log into the file and cuts it to nothing, so that no erased text stays in it. A reader in
   * another process can stand in the way; then the next erasure or the closing does it.
   */
  emptyWal(): void {
    if (!this.#readOnly) emptyWal(this.connection)
  }

  /** There is an erasure in what is written now: the file is to be cleaned behind it. */
  hasErased(): void {
    this.#untidy = true
  }

  /**
   * Takes from the file what SQLite leaves of what was erased until now. Resolves when that is done, or cannot be done now.
   *
   * The store itself gathers no statistics (`PRAGMA optimize`): it chooses indexes by itself, with them some plans read whole
   * tables, and they hold samples of values. Where somebody ran ANALYZE the samples go.
   */
  cleanUp(): Promise<void> {
    this.#waiting ??= this.#cleaning.then(() => {
      this.#waiting = undefined
      return this.#clean()
    })
    this.#cleaning = this.#waiting
    return this.#waiting
  }

  /** Ends the cleaning, also that which had to wait because somebody read what was to be taken away. */
  async settle(): Promise<void> {
    await this.#cleaning
    if (this.#untidy) await this.cleanUp()
  }

  async #clean(): Promise<void> {
    const { connection, path } = this
    try {
      this.#untidy = false
      await clean({ connection, path, file: this.#file, layouts: this.layouts() })
    } catch {
      // What was asked for is committed. A full disk or a reader stands in the way: the next erasure, the end of a dump or
      // the closing comes here again.
      this.#untidy = true
    }
  }

  close(): void {
    try {
      this.emptyWal()
    } catch {
      // A full disk: all that was acknowledged is in the log, and the next opening takes it from there.
    } finally {
      this.#closeFile()
    }
  }

  #closeFile(): void {
    this.connection.close()
    this.#file.release()
    this.#letGo()
  }

  /** Forgets what a batch that failed may have written. */
  forget(): void {
    this.#tenants.clear()
    this.customIndexes.load()
  }

  #remember(tenant: string, number: number): number {
    this.#tenants.set(tenant, number)
    return number
  }
}
