import { KithError } from '@kith/core/shared'
import { operatorsOf } from '@kith/core/storage'
import type { FieldLayout, TableLayout } from './layout.ts'

/** What derived columns and index rows were made by, by field: when it differs they are made anew. */
export type Shape = Readonly<Record<string, string>>

export function shapeOf(layout: TableLayout): Shape {
  return Object.fromEntries([...layout.fields.values()].map((field) => [field.id, shapeOfField(field)]))
}

function shapeOfField({ columns, items, list, indexed, searchable, definition }: FieldLayout): string {
  const parts = columns.map(({ name, sqlType, indexed: found }) => [name, sqlType, found])
  const value = { json: columns[0]?.json ?? false, list }
  return JSON.stringify([definition.type, value, parts, items?.map((slot) => slot.name) ?? null, indexed, searchable])
}

/** A sentence on the fields that have left the model; undefined where none has. */
export function departed(object: string, before: Shape | null | undefined, after: Shape): string | undefined {
  const gone = Object.keys(before ?? {}).filter((field) => after[field] === undefined)
  if (gone.length === 0) return undefined
  return `The model no longer has ${gone.map((field) => `${object}.${field}`).join(', ')}; what is stored there stays.`
}

/**
 * JSON and plain text share a column type, so the column cannot tell them apart.
 *
 * @throws KithError `INVALID_DEFINITION` where a field would hold something else than it did
 */
export function refuseOtherEncoding(layout: TableLayout, before: Shape): void {
  for (const { id, columns, list } of layout.fields.values()) {
    const shape = before[id]
    const [value] = columns
    if (shape === undefined || !value) continue
    const [, known] = JSON.parse(shape) as [string, { json: boolean; list: boolean }]
    if (known.json !== value.json || known.list !== list)
      throw changedColumn(layout.object, id, known.list ? 'a list' : 'one value', list ? 'a list' : 'one value')
  }
}

export function changedColumn(object: string, field: string, from: string, to: string): KithError {
  const reason = `it was stored as ${from} and would now be ${to}: give the changed field a new id`
  return new KithError('INVALID_DEFINITION', { path: `/${object}/fields/${field}`, reason })
}

/**
 * The columns that have an index, behind tenant and `deletedAt`: `ordered` ones go on with the id, as pages do; the
 * others with `createdAt`, for records that have a value.
 */
export function indexedColumns(
  layout: TableLayout,
): readonly { readonly name: string; readonly field: string; readonly ordered: boolean }[] {
  return layout.columns.flatMap(({ name, field, indexed }) => {
    const definition = layout.fields.get(field)?.definition
    if (!indexed || !definition || field === 'id' || field === 'deletedAt') return []
    return [{ name, field, ordered: operatorsOf(definition).includes('gt') }]
  })
}
