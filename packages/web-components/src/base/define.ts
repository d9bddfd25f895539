/**
 * Registers an element unless its tag is taken: a page may hold two scripts, or two versions of one. On a server there
 * is nothing to register.
 *
 * @returns whether this class got the tag
 */
export function define(tag: string, element: CustomElementConstructor): boolean {
  const { customElements: known } = globalThis
  if (!known || known.get(tag)) return false
  known.define(tag, element)
  return true
}
