import type { RecordPut } from '../ports/storage.ts'
import { derivedFrom } from '../schema/derive.ts'
import type { Model } from '../schema/model.ts'
import { hasItems, isList, isSearchable, readItems, valueTypeOf } from '../schema/slots.ts'
import type { FieldDefinition, ManyItem } from '../schema/types.ts'
import { words } from '../shared/fold.ts'

/**
 * The folded words that full-text search finds a record by, each once: of the searchable fields of the model, and of
 * the folded texts of run-time fields.
 */
export function searchWords(model: Model, { object, record, custom = [] }: RecordPut): readonly string[] {
  const found = new Set<string>()
  const add = (text: string) => {
    for (const word of words(text)) found.add(word)
  }
  for (const [id, field] of searchedFields(model.fields(object))) {
    if (record[id] === undefined) continue
    for (const value of valuesOf(field, record, id)) add(searchText(field, value))
  }
  for (const { slot, value } of custom) {
    if (slot === 'fold') add(String(value))
    if (Array.isArray(value)) for (const entry of value) add(String(entry['fold'] ?? ''))
  }
  return [...found]
}

const searchedFields = derivedFrom((fields) =>
  Object.entries(fields).filter(([, field]) => !field.custom && isSearchable(field)),
)

function valuesOf(field: FieldDefinition, record: RecordPut['record'], id: string): readonly unknown[] {
  if (!isList(field)) return [record[id]]
  const items = readItems(record, id)
  return hasItems(field) ? items.map((item) => (item as ManyItem).value) : items
}

function searchText(field: FieldDefinition, value: unknown): string {
  return (valueTypeOf(field).searchText as (value: unknown) => string)(value)
}
