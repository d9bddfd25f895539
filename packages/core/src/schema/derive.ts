import type { FieldMap } from './types.ts'

/**
 * Remembers what is derived from the fields of an object: they never change, and every write asks.
 *
 * @example
 * const uniqueFields = derivedFrom((fields) => Object.entries(fields).filter(([, field]) => field.unique))
 * uniqueFields(model.fields('contact'))
 */
export function derivedFrom<Derived>(derive: (fields: FieldMap) => Derived): (fields: FieldMap) => Derived {
  const known = new WeakMap<FieldMap, { readonly derived: Derived }>()
  return (fields) => {
    const found = known.get(fields)
    if (found) return found.derived
    const derived = derive(fields)
    known.set(fields, { derived })
    return derived
  }
}
