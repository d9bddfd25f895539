import type { DomainTexts } from './en.ts'

/** Dutch. */
export const nl: DomainTexts = {
  send: 'Versturen',
  thanks: 'Bedankt. We hebben je bericht en nemen contact met je op.',
  unnamed: 'Zonder naam',
}
