import type { PageTexts } from './en.ts'

export const nb: PageTexts = {
  thanksTitle: 'Takk',
  thanksText: 'Vi har mottatt meldingen din.',
  mendTitle: 'Se over svarene dine',
  mendText: 'Ingenting er sendt ennå. Disse må du se på igjen:',
  failedTitle: 'Det gikk ikke',
  send: 'Send',
  required: 'må fylles ut',
  choose: 'Velg …',
}
