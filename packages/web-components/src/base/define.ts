/**
 * Registers an element unless its tag is taken: a page may hold two scripts, or two versions of one.
 *
 * @returns whether this class got the tag
 */
export function define(tag: string, element: CustomElementConstructor): boolean {
  if (customElements.get(tag)) return false
  customElements.define(tag, element)
  return true
}
