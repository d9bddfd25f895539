/**
 * Puts values into the `{names}` of a text.
 *
 * @example
 * fill('At most {maximum} characters.', { maximum: 200 }) // 'At most 200 characters.'
 */
export function fill(text: string, values: Readonly<Record<string, unknown>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
