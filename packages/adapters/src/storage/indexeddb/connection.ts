import { KithError } from '@kith/core/shared'
import type { Model } from '@kith/core/storage'
import { openDatabase } from './database.ts'
import { refreshShapes, registerShapes } from './shapes.ts'
import { type Limits, Store } from './store.ts'
import { Watchers } from './watch.ts'

interface Options {
  readonly name: string
  readonly factory?: IDBFactory
}

/** A connection to a database as long as it lasts: other tabs and the browser can end it. */
export class Connection {
  readonly #options: Options
  readonly #limits: Limits
  #store: Store | undefined
  #watchers: Watchers | undefined
  #reason = 'it is not open'

  constructor(options: Options, limits: Limits) {
    this.#options = options
    this.#limits = limits
  }

  get name(): string {
    return this.#options.name
  }

  /** @throws KithError `STORAGE_UNAVAILABLE` with why it is not open, or not any more */
  opened(): Store {
    if (!this.#store) throw new KithError('STORAGE_UNAVAILABLE', { reason: this.#reason })
    return this.#store
  }

  watchers(): Watchers {
    this.opened()
    this.#watchers ??= new Watchers(this.name)
    return this.#watchers
  }

  /** Tells who watches, here and in other tabs. */
  tell(tenant: string): void {
    if (this.#store) this.watchers().tell(tenant)
  }

  /** Connects if need be, and makes the indexes fit a model. What was open stays so where that fails. */
  async open(model: Model): Promise<void> {
    const db = this.#store?.db ?? (await this.#connect())
    const store = new Store(db, model, this.#limits)
    const layouts = [...model.objects.keys()].map((object) => store.layout(object))
    try {
      await registerShapes(store, layouts)
      for (const layout of layouts) await refreshShapes(store, layout)
    } catch (error) {
      if (db !== this.#store?.db) db.close()
      throw error
    }
    this.#store = store
  }

  /** Version of the database; undefined where there is none. */
  async version(): Promise<number | undefined> {
    const databases = (await this.#factory?.databases()) ?? []
    return databases.find(({ name }) => name === this.name)?.version
  }

  /** Lends the database to somebody, open or not. */
  async lent<Result>(work: (db: IDBDatabase) => Promise<Result>): Promise<Result> {
    if (this.#store) return work(this.#store.db)
    const db = await this.#connect()
    try {
      return await work(db)
    } finally {
      db.close()
    }
  }

  close(reason: string): void {
    this.#store?.db.close()
    this.#watchers?.stop()
    this.#store = undefined
    this.#watchers = undefined
    this.#reason = reason
  }

  async #connect(): Promise<IDBDatabase> {
    const db = await openDatabase(this.#factory, this.name, { lost: (reason) => this.#lost(db, reason) })
    return db
  }

  get #factory(): IDBFactory | undefined {
    return this.#options.factory ?? globalThis.indexedDB
  }

  #lost(db: IDBDatabase, reason: string): void {
    if (this.#store?.db === db) this.close(reason)
  }
}
