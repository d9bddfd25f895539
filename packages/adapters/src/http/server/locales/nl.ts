import type { PageTexts } from './en.ts'

/** Dutch. */
export const nl: PageTexts = {
  thanksTitle: 'Bedankt',
  thanksText: 'We hebben je bericht ontvangen.',
  mendTitle: 'Controleer je antwoorden',
  mendText: 'Er is nog niets verstuurd. Kijk hier nog eens naar:',
  failedTitle: 'Dat is niet gelukt',
  send: 'Versturen',
  required: 'verplicht',
  choose: 'Kies …',
}
