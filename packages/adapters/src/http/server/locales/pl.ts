import type { PageTexts } from './en.ts'

/** Polish. */
export const pl: PageTexts = {
  thanksTitle: 'Dziękujemy',
  thanksText: 'Otrzymaliśmy Twoją wiadomość.',
  mendTitle: 'Sprawdź swoje odpowiedzi',
  mendText: 'Nic jeszcze nie zostało wysłane. Te pola wymagają poprawy:',
  failedTitle: 'To się nie udało',
  send: 'Wyślij',
  required: 'wymagane',
  choose: 'Wybierz…',
}
