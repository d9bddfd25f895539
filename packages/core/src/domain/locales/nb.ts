import type { DomainTexts } from './en.ts'

/** Norwegian bokmål. */
export const nb: DomainTexts = {
  send: 'Send',
  thanks: 'Takk. Vi har fått meldingen din og tar kontakt.',
  unnamed: 'Uten navn',
}
