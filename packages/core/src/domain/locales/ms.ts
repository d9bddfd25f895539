import type { DomainTexts } from './en.ts'

/** Malay. */
export const ms: DomainTexts = {
  send: 'Hantar',
  thanks: 'Terima kasih. Mesej anda telah kami terima dan kami akan menghubungi anda.',
  unnamed: 'Tanpa nama',
}
