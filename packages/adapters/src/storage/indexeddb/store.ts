import type { Model } from '@kith/core/storage'
import { type ObjectLayout, objectLayout } from './layout.ts'

/** How much is looked at in one go. Tests take less, so that a few records walk every way. */
export interface Limits {
  /** Up to so many records are looked at one by one; with more, a walk in the order of the list fills a page sooner. */
  readonly few: number
  /** Keys of one word that are looked at to find out which records have all words. */
  readonly many: number
  /** Rows read at once. */
  readonly batch: number
}

export const LIMITS: Limits = { few: 300, many: 5_000, batch: 500 }

/** An open database with the model that it is read and written by. */
export class Store {
  readonly db: IDBDatabase
  readonly model: Model
  readonly limits: Limits
  readonly #layouts = new Map<string, ObjectLayout>()

  constructor(db: IDBDatabase, model: Model, limits: Limits) {
    this.db = db
    this.model = model
    this.limits = limits
  }

  /** @throws KithError `UNKNOWN_OBJECT` */
  layout(object: string): ObjectLayout {
    const known = this.#layouts.get(object)
    if (known) return known
    const layout = objectLayout(this.model, object)
    this.#layouts.set(object, layout)
    return layout
  }
}
