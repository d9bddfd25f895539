import type { Locale } from '../../shared/locale.ts'
import { type DomainTexts, en } from './en.ts'
import { ms } from './ms.ts'
import { nb } from './nb.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { tr } from './tr.ts'

const TEXTS: Readonly<Record<string, DomainTexts>> = { en, ms, nb, nl, pl, tr, no: nb, nn: nb }

/** The texts of a locale: its own, those of its language, or English. */
export function textsOf(locale: Locale): DomainTexts {
  return TEXTS[locale] ?? TEXTS[locale.split('-')[0] ?? ''] ?? en
}
