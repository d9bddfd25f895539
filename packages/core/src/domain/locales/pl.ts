import type { DomainTexts } from './en.ts'

/** Polish. */
export const pl: DomainTexts = {
  send: 'Wyślij',
  thanks: 'Dziękujemy. Mamy Twoją wiadomość i odezwiemy się.',
  unnamed: 'Bez nazwy',
}
