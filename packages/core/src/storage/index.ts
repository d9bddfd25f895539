/** What a store is made of: the port, the seal of the log, and what records are found by. */
export { emptyLog, type GivenNumber, type LogHead, putsWithNumbers, sealChanges } from '../ports/seal.ts'
export type * from '../ports/storage.ts'
export type { Model } from '../schema/model.ts'
export { hasItems, isList, slotsOf, valueTypeOf } from '../schema/slots.ts'
export type { FieldDefinition, FieldMap, ObjectDefinition, Slot, SlotKind, SlotValue } from '../schema/types.ts'
export { alreadyClaimed, safeSum } from './refusals.ts'
export { isSearchable, searchWords } from './search-words.ts'
