import { KithError } from '@kith/core/shared'
import type { Model, SchemaStep } from '@kith/core/storage'
import { type TotalsLayout, totalsLayout } from '../sql/totals.ts'
import { type Connection, transaction } from './connection.ts'
import type { Database, Driver } from './driver.ts'
import { type ObjectLayout, objectLayout } from './layout.ts'
import { openToRead } from './read-only.ts'
import {
  asIndexed,
  type IndexesWhen,
  logIndexSteps,
  metaStep,
  objectSteps,
  readMeta,
  type Step,
  tableSteps,
} from './schema.ts'
import { totalsSteps } from './totals.ts'

/** What a model is laid out as in a file. */
export interface ModelLayout {
  readonly layouts: ReadonlyMap<string, ObjectLayout>
  readonly totals: ReadonlyMap<string, TotalsLayout | undefined>
}

export function modelLayout(model: Model): ModelLayout {
  const layouts = new Map([...model.objects.keys()].map((object) => [object, objectLayout(model, object)]))
  return { layouts, totals: new Map([...layouts].map(([object, layout]) => [object, totalsLayout(model, layout)])) }
}

/** How an upgrade is done. */
export interface UpgradeOptions {
  /** Writes every record of an object again, with all that it is found by. */
  readonly rewrite: (layout: ObjectLayout) => void
  /** Told of each step before it is done; what it throws stops the upgrade, which can be run again. */
  readonly beforeStep?: ((step: SchemaStep) => void) | undefined
  /** `later`: indexes and totals that are not there are left out. */
  readonly indexes: IndexesWhen
}

/**
 * Brings the file to this version and this model: adds tables, columns and indexes, and makes derived values anew where
 * their rule has changed. One transaction per object, so that it can be stopped anywhere and run again. No record is dropped.
 *
 * @throws KithError `STORAGE_TOO_NEW`, or `INVALID_DEFINITION` when a field was made to hold something else
 */
export function upgradeStore(connection: Connection, model: ModelLayout, options: UpgradeOptions): void {
  const { db } = connection
  const perform = (steps: readonly Step[]) => {
    for (const step of steps) {
      options.beforeStep?.(step)
      if (step.perform) step.perform()
      else db.exec(step.statement)
    }
  }
  const { indexes } = options
  transaction(connection, () => perform(tableSteps(db)))
  if (indexes === 'now') transaction(connection, () => perform(logIndexSteps(db)))
  for (const layout of model.layouts.values())
    transaction(connection, () => {
      perform(objectSteps(db, layout, () => options.rewrite(layout), indexes))
      if (indexes === 'now' || hasTotals(db, layout)) perform(stepsOfTotals(db, layout, model))
    })
}

/** What there is of a layout in a file: its indexes and totals may have been left for later. */
export function presentLayout({ db }: Connection, model: ModelLayout): ModelLayout {
  const present = [...model.layouts].map(([object, layout]) => [object, asIndexed(db, layout)] as const)
  const totals = [...model.totals].filter(([object]) => hasTotals(db, { object }))
  return { layouts: new Map(present), totals: new Map(totals) }
}

/** The steps that {@link upgradeStore} would take; nothing is changed. Without a file: all that makes one. */
export function planUpgrade(
  driver: Driver,
  file: string | undefined,
  model: ModelLayout,
  indexes: IndexesWhen,
): readonly SchemaStep[] {
  const db = file === undefined ? driver.open(':memory:') : openToRead(driver, file)
  try {
    return stepsOf(db, model, indexes)
  } finally {
    db.close()
  }
}

/** @throws KithError `STORAGE_UNAVAILABLE` when a file that is only read lacks something of a model */
export function refuseOther(db: Database, model: ModelLayout): void {
  const [first] = stepsOf(db, model, 'now')
  if (!first) return
  const reason = `the store does not fit this configuration, and is opened for reading only (${first.reason.replace(/\.$/, '')}); kith schema with --apply brings it up to date where it can be written`
  throw new KithError('STORAGE_UNAVAILABLE', { reason })
}

function stepsOf(db: Database, model: ModelLayout, indexes: IndexesWhen): readonly SchemaStep[] {
  const objects = [...model.layouts.values()].flatMap((layout) => [
    ...objectSteps(db, layout, () => undefined, indexes),
    ...(indexes === 'now' || hasTotals(db, layout) ? stepsOfTotals(db, layout, model) : []),
  ])
  const log = indexes === 'now' ? logIndexSteps(db) : []
  return [...tableSteps(db), ...log, ...objects].map(({ statement, reason }) => ({ statement, reason }))
}

const totalsKey = ({ object }: Pick<ObjectLayout, 'object'>) => `totals:${object}`

function hasTotals(db: Database, layout: Pick<ObjectLayout, 'object'>): boolean {
  return readMeta(db, totalsKey(layout)) !== undefined
}

function stepsOfTotals(db: Database, layout: ObjectLayout, model: ModelLayout): readonly Step[] {
  const key = totalsKey(layout)
  const known = readMeta(db, key)
  const { steps, made } = totalsSteps(layout, model.totals.get(layout.object), known)
  if (made === known) return steps
  return [...steps, metaStep(db, key, made, `So that the next start knows which totals of ${layout.object} are kept.`)]
}
