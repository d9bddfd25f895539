/** What a store is made of: the port, the seal of the log, columns and slots, and the words that records are found by. */
export {
  type ChangeFault,
  changeFault,
  changeKeys,
  emptyLog,
  type GivenNumber,
  type LogHead,
  nextPlace,
  placeChange,
  putsWithNumbers,
  sealChanges,
} from '../ports/seal.ts'
export type * from '../ports/storage.ts'
export { type Column, type ColumnType, columnsOf } from '../schema/columns.ts'
export { isIndexed } from '../schema/custom-slots.ts'
export { declaredIndexes } from '../schema/indexes.ts'
export { createModel, type Model } from '../schema/model.ts'
export { isList, isSearchable, operatorsOf, readItems, slotReader, slotsOf } from '../schema/slots.ts'
export { type KeptTotals, keptTotals } from '../schema/totals.ts'
export type { FieldDefinition, FieldMap, ObjectDefinition, Slot, SlotKind, SlotValue } from '../schema/types.ts'
export { fromTotals } from './from-totals.ts'
export { keepNumbers, withNumber } from './keep-numbers.ts'
export { alreadyClaimed, checkObjects, safeSum } from './refusals.ts'
export { searchWords } from './search-words.ts'
