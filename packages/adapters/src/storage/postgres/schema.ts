import { KithError } from '@kith/core/shared'
import type { SchemaStep } from '@kith/core/storage'
import { TENANT } from '../sql/layout.ts'
import { changedColumn, departed, indexedColumns, refuseOtherEncoding, type Shape, shapeOf } from '../sql/shape.ts'
import { quote } from '../sql/sql.ts'
import type { Catalog } from './catalog.ts'
import { type ObjectLayout, shortName, WORDS } from './layout.ts'
import { SAMPLE } from './search.ts'
import { securityStatements } from './security.ts'
import { META_TABLE, STORE_TABLES, STORE_VERSION } from './tables.ts'
import type { Totals } from './totals.ts'

/** What is to be done for the tables of the store, or for one object, in one transaction. */
export interface Upgrade {
  readonly steps: readonly SchemaStep[]
  /** Nobody can use yet what it makes, so nobody is held up. */
  readonly isNew: boolean
  /** The object whose records are written again. */
  readonly rewrite?: ObjectLayout
  /** Totals that are made anew from the records. */
  readonly refill?: Totals
  /** What is noted when it is done. */
  readonly notes: readonly (readonly [key: string, value: string])[]
}

/** Texts that may be longer cannot stand in an index: an entry of a B-tree holds 2,704 bytes. */
const LONGEST_INDEXED = 600

/** When indexes and totals are made that are not there. */
export type IndexesWhen = 'now' | 'later'

/**
 * What must be done so that a database fits this version and a model. Nothing is dropped.
 *
 * @throws KithError `STORAGE_TOO_NEW`, or `INVALID_DEFINITION` when a field was made to hold something else
 */
export function upgradesFor(
  catalog: Catalog,
  layouts: ReadonlyMap<string, ObjectLayout>,
  totals: (object: string) => Totals | undefined,
  rowSecurity: boolean,
  indexes: IndexesWhen,
): Upgrade[] {
  const found = Number(catalog.notes.get('version') ?? 0)
  if (found > STORE_VERSION) throw new KithError('STORAGE_TOO_NEW', { found, known: STORE_VERSION })
  const all = [storeUpgrade(catalog, rowSecurity, indexes)]
  for (const layout of layouts.values()) {
    const records = objectUpgrade(catalog, layout, rowSecurity, indexes)
    if (indexes === 'later' && !hasTotals(catalog.notes, layout.object)) {
      all.push(records)
      continue
    }
    const kept = totalsUpgrade(catalog, layout, totals(layout.object), records.rewrite !== undefined, rowSecurity)
    all.push({
      ...records,
      ...kept,
      steps: [...records.steps, ...kept.steps],
      notes: [...records.notes, ...kept.notes],
    })
  }
  return all.filter(({ steps, rewrite, notes }) => steps.length > 0 || rewrite || notes.length > 0)
}

/** Under this it is noted that PostgreSQL keeps tenants apart. */
export const SECURITY = 'row level security'

/** Whether a store has noted that it is made for exactly this: then nothing needs to be looked at. */
export function isNoted(
  notes: ReadonlyMap<string, string>,
  layouts: ReadonlyMap<string, ObjectLayout>,
  totals: (object: string) => Totals | undefined,
  rowSecurity: boolean,
): boolean {
  if (notes.get('version') !== String(STORE_VERSION)) return false
  if (rowSecurity && notes.get(SECURITY) !== 'on') return false
  return [...layouts.values()].every(
    (layout) =>
      notesOf(layout).every(([key, value]) => notes.get(key) === value) &&
      (notes.get(`totals:${layout.object}`) ?? NONE) === (totals(layout.object)?.fillSql ?? NONE),
  )
}

/** What an object is made for: its fields, and its indexes. */
function notesOf(layout: ObjectLayout): readonly (readonly [key: string, value: string])[] {
  return [
    [`object:${layout.object}`, JSON.stringify(shapeOf(layout))],
    [`indexes:${layout.object}`, indexStatements(layout).map(nameIn).join(' ')],
  ]
}

function noted({ notes }: Catalog, key: string, value: string): [string, string][] {
  return notes.get(key) === value ? [] : [[key, value]]
}

/** Names of everything that a store has. */
export function wantedNames(layouts: ReadonlyMap<string, ObjectLayout>) {
  return {
    tables: [
      'kith_meta',
      ...STORE_TABLES.map(({ name }) => name),
      ...[...layouts.keys()].flatMap((object) => [`o_${object}`, `t_${object}`]),
    ],
    indexes: [...wantedIndexes(layouts).keys(), ...STORE_TABLES.flatMap(({ key }) => key?.name ?? [])],
  }
}

/** Indexes of a store that a query may need, by name. */
export function wantedIndexes(layouts: ReadonlyMap<string, ObjectLayout>): ReadonlyMap<string, string> {
  const statements = [
    ...STORE_TABLES.flatMap((table) => table.statements),
    ...[...layouts.values()].flatMap(indexStatements),
  ]
  return new Map(statements.filter((text) => / INDEX /.test(text)).map((text) => [nameIn(text), text]))
}

function storeUpgrade(catalog: Catalog, rowSecurity: boolean, indexes: IndexesWhen): Upgrade {
  const steps: SchemaStep[] = []
  if (!catalog.tables.has('kith_meta'))
    steps.push({ statement: META_TABLE, reason: 'Notes what this store is made for.' })
  for (const { name, statements, tenant, key, overAll = false } of STORE_TABLES) {
    steps.push(...missing(catalog, chosen(statements, indexes)))
    if (key && indexes === 'now' && !catalog.indexes.has(key.name))
      steps.push({ statement: key.statement, reason: `Makes the key of ${name}. On a large table it takes minutes.` })
    if (rowSecurity && !catalog.secured.has(name)) steps.push(...securitySteps(name, tenant, overAll))
  }
  return {
    steps,
    isNew: !catalog.notes.has('version'),
    notes: [
      ...noted(catalog, 'version', String(STORE_VERSION)),
      ...(rowSecurity ? noted(catalog, SECURITY, 'on') : []),
    ],
  }
}

function chosen(statements: readonly string[], indexes: IndexesWhen): readonly string[] {
  return indexes === 'now' ? statements : statements.filter((text) => !/^CREATE INDEX/.test(text))
}

function missing(catalog: Catalog, statements: readonly string[]): SchemaStep[] {
  return statements.flatMap((statement) => {
    const name = nameIn(statement)
    const table = /^CREATE TABLE/.test(statement)
    if (table ? catalog.tables.has(name) : catalog.indexes.get(name)) return []
    const broken = !table && catalog.indexes.get(name) === false
    return [
      ...(broken ? [{ statement: `DROP INDEX ${quote(name)}`, reason: 'It was broken off while it was made.' }] : []),
      { statement, reason: table ? `Makes the table ${name}.` : indexReason(name) },
    ]
  })
}

const indexReason = (name: string) =>
  `Makes the index ${name}. On a large table it takes minutes, in which the table is not written: run it with CONCURRENTLY before.`

function nameIn(statement: string): string {
  const [, plain, quoted] = /IF NOT EXISTS (?:(\w+)|"([^"]+)")/.exec(statement) ?? []
  return plain ?? quoted ?? ''
}

function objectUpgrade(catalog: Catalog, layout: ObjectLayout, rowSecurity: boolean, indexes: IndexesWhen): Upgrade {
  const key = `object:${layout.object}`
  const before = JSON.parse(catalog.notes.get(key) ?? 'null') as Shape | null
  const after = shapeOf(layout)
  const same = before !== null && JSON.stringify(before) === JSON.stringify(after)
  const columns = catalog.tables.get(`o_${layout.object}`)
  if (before) refuseOtherEncoding(layout, before)
  const steps = [
    ...(columns ? addedColumns(layout, columns) : [createTable(layout)]),
    ...missing(catalog, chosen(indexStatements(layout), indexes)),
    ...(rowSecurity && !catalog.secured.has(`o_${layout.object}`)
      ? securitySteps(`o_${layout.object}`, TENANT, false)
      : []),
  ]
  const gone = departed(layout.object, before, after)
  if (gone !== undefined) steps.push({ statement: `-- ${key} is noted`, reason: gone })
  const stale = before !== null && columns !== undefined && !same && isStale(before, after)
  return {
    steps: stale ? [...steps, rewriteStep(layout)] : steps,
    isNew: columns === undefined,
    ...(stale ? { rewrite: layout } : {}),
    notes: notesOf(layout)
      .filter(([noteKey]) => indexes === 'now' || noteKey === key)
      .flatMap(([noteKey, value]) => noted(catalog, noteKey, value)),
  }
}

/** What is noted of an object without totals. */
const NONE = 'none'

/** Whether totals of an object are kept. */
export function hasTotals(notes: Catalog['notes'], object: string): boolean {
  return (notes.get(`totals:${object}`) ?? NONE) !== NONE
}

/** Totals are made anew where the definition asks for others, or where what they are kept by was made by another rule. */
function totalsUpgrade(
  catalog: Catalog,
  layout: ObjectLayout,
  totals: Totals | undefined,
  rewritten: boolean,
  rowSecurity: boolean,
): Pick<Upgrade, 'steps' | 'refill' | 'notes'> {
  const { object } = layout
  const table = `t_${object}`
  const known = catalog.notes.get(`totals:${object}`) ?? NONE
  const wanted = totals?.fillSql ?? NONE
  const notes = noted(catalog, `totals:${object}`, wanted)
  const secured = () => (rowSecurity && !catalog.secured.has(table) ? securitySteps(table, TENANT, false) : [])
  if (known === wanted && !(rewritten && totals)) return { steps: totals ? secured() : [], notes: [] }
  const drop = {
    statement: `DROP TABLE IF EXISTS ${quote(table)}`,
    reason: `Other totals of ${object} are kept from now on.`,
  }
  if (!totals) return { steps: [drop], notes }
  const make = {
    statement: totals.createSql,
    reason: `Keeps the totals of ${object}, which are added up from its records once.`,
  }
  const secure = rowSecurity ? securitySteps(table, TENANT, false) : []
  return { steps: [...(known === NONE ? [] : [drop]), make, ...secure], refill: totals, notes }
}

/** Whether what is stored of a field was made by another rule. A field that is new may have been here before. */
function isStale(before: Shape, after: Shape): boolean {
  return Object.keys(after).some((field) => before[field] !== after[field])
}

function rewriteStep({ object, table }: ObjectLayout): SchemaStep {
  return {
    statement: `-- every row of ${table} is written again by Kith`,
    reason: `What records of ${object} are found by is made anew, because a field changed. On a large table it takes minutes.`,
  }
}

function createTable({ table, object, all }: ObjectLayout): SchemaStep {
  const columns = all.map(({ name, type }) => `${name} ${type}${name === '"id"' ? ' NOT NULL' : ''}`)
  const parts = [`${TENANT} text COLLATE "C" NOT NULL`, ...columns, `PRIMARY KEY (${TENANT}, "id")`]
  return {
    statement: `CREATE TABLE IF NOT EXISTS ${table} (${parts.join(', ')})`,
    reason: `Makes the table of ${object}.`,
  }
}

function addedColumns({ table, object, all }: ObjectLayout, known: ReadonlyMap<string, string>): SchemaStep[] {
  return all.flatMap(({ name, type }) => {
    const plain = name.slice(1, -1)
    const found = known.get(plain)
    const wanted = type.replace(' COLLATE "C"', '')
    if (found === undefined)
      return [
        {
          statement: `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${name} ${type}`,
          reason: `Adds ${plain} to ${object}.`,
        },
      ]
    if (found !== wanted) throw changedColumn(object, plain, found, wanted)
    return []
  })
}

/** Every index begins with the tenant, except those of words, where the tenant is one of them. */
export function indexStatements(layout: ObjectLayout): string[] {
  const { object, table } = layout
  const name = (column: string) => shortName(`i_${object}_${column}`)
  const index = (column: string, columns: readonly string[], where = '') =>
    `CREATE INDEX IF NOT EXISTS ${name(column)} ON ${table} (${[TENANT, ...columns].join(', ')})${where}`
  const statements = [
    `CREATE INDEX IF NOT EXISTS ${name('$words')} ON ${table} USING gin (${WORDS})`,
    `CREATE INDEX IF NOT EXISTS ${name('$sample')} ON ${table} USING gin (${WORDS}) WHERE ${SAMPLE}`,
    index('deletedAt', ['"deletedAt"', '"id"'], ' WHERE "deletedAt" IS NOT NULL'),
  ]
  for (const { name: column, field, ordered } of indexedColumns(layout)) {
    const { type, maxLength = 0 } = layout.fields.get(field)?.definition ?? { type: 'text' }
    if (type === 'longText' || maxLength > LONGEST_INDEXED) continue
    const value = quote(column)
    if (ordered) statements.push(index(column, [value, '"id"']))
    else statements.push(index(column, [value, '"createdAt"', '"id"'], ` WHERE ${value} IS NOT NULL`))
  }
  for (const columns of layout.combined) statements.push(index(columns.join('_'), [...columns.map(quote), '"id"']))
  if (object === 'link') statements.push(index('from', ['"fromId"']), index('to', ['"toId"']))
  return statements
}

function securitySteps(table: string, tenant: string, overAll: boolean): SchemaStep[] {
  return securityStatements(table, tenant, overAll).map((statement) => ({
    statement,
    reason: `Lets nobody see rows of ${table} of another tenant.`,
  }))
}
