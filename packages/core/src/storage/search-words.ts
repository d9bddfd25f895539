import type { RecordPut } from '../ports/storage.ts'
import { derivedFrom } from '../schema/derive.ts'
import type { Model } from '../schema/model.ts'
import { hasItems, isList, isSearchable, valueTypeOf } from '../schema/slots.ts'
import type { ManyItem } from '../schema/types.ts'
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
  for (const { id, list, items, textOf } of searchedFields(model.fields(object))) {
    const value = record[id]
    if (value === undefined) continue
    if (!list) add(textOf(value))
    else if (Array.isArray(value)) for (const item of value) add(textOf(items ? (item as ManyItem).value : item))
  }
  for (const { slot, value } of custom) {
    if (slot === 'fold') add(String(value))
    if (Array.isArray(value)) for (const entry of value) add(String(entry['fold'] ?? ''))
  }
  return [...found]
}

/** The searchable fields of an object. */
const searchedFields = derivedFrom((fields) =>
  Object.entries(fields)
    .filter(([, field]) => !field.custom && isSearchable(field))
    .map(([id, field]) => ({
      id,
      list: isList(field),
      items: hasItems(field),
      textOf: valueTypeOf(field).searchText as (value: unknown) => string,
    })),
)
