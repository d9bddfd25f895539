import { en, type PageTexts } from './en.ts'
import { nb } from './nb.ts'

const LOCALES: Readonly<Record<string, PageTexts>> = { en, nb, no: nb, nn: nb }

/** The texts of a language, else English. */
export const pageTexts = (locale: string): PageTexts => LOCALES[locale.toLowerCase().split('-')[0] ?? ''] ?? en

export type { PageTexts }
