import type { Locale } from '../../shared/locale.ts'
import { type DomainTexts, en } from './en.ts'
import { nb } from './nb.ts'

const TEXTS: Readonly<Record<string, DomainTexts>> = { en, nb, no: nb, nn: nb }

/** The texts of a locale: its own, those of its language, or English. */
export function textsOf(locale: Locale): DomainTexts {
  return TEXTS[locale] ?? TEXTS[locale.split('-')[0] ?? ''] ?? en
}
