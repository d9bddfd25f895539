/** A BCP 47 language tag: `en`, `nb`, `pt-BR`. */
export type Locale = string

/** A text shown to people: one text for all languages, or one per {@link Locale} (`en` is the fallback). */
export type Label = string | Readonly<Record<Locale, string>>

/**
 * Picks the text of a {@link Label}: the exact locale, its language, `en`, then any.
 *
 * @example
 * labelText({ en: 'Name', nb: 'Navn' }, 'nb-NO') // 'Navn'
 */
export function labelText(label: Label | undefined, locale: Locale, fallback = ''): string {
  if (label === undefined) return fallback
  if (typeof label === 'string') return label
  const found = [locale, locale.split('-')[0] ?? '', 'en'].find((tag) => Object.hasOwn(label, tag))
  return (found === undefined ? Object.values(label)[0] : label[found]) ?? fallback
}
