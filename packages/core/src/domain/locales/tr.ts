import type { DomainTexts } from './en.ts'

/** Turkish. */
export const tr: DomainTexts = {
  send: 'Gönder',
  thanks: 'Teşekkürler. Mesajınızı aldık, size döneceğiz.',
  unnamed: 'Adsız',
}
