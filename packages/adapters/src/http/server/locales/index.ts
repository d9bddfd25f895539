import { en, type PageTexts } from './en.ts'
import { ms } from './ms.ts'
import { nb } from './nb.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { tr } from './tr.ts'

const LOCALES: Readonly<Record<string, PageTexts>> = { en, ms, nb, nl, pl, tr, no: nb, nn: nb }

/** The texts of a language, else English. */
export const pageTexts = (locale: string): PageTexts => LOCALES[locale.toLowerCase().split('-')[0] ?? ''] ?? en

export type { PageTexts }
