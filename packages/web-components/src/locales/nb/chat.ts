import type { Texts } from '../en.ts'

/** Texts of the visitor's chat. */
export const chat: Texts['chat'] = {
  open: 'Åpne chat',
  unread: (count) => (count === 1 ? 'Åpne chat, én ny melding' : `Åpne chat, ${count} nye meldinger`),
  close: 'Lukk chat',
  title: 'Chat med oss',
  status: 'Et menneske svarer her',
  messages: 'Meldinger',
  write: 'Skriv en melding',
  send: 'Send melding',
  you: 'Du',
  agent: 'Svar',
  today: 'I dag',
  yesterday: 'I går',
  pending: 'Sender…',
  failed: 'Ikke sendt.',
  retry: 'Prøv igjen',
  offline: 'Ingen forbindelse. Det du skriver, sendes når den er tilbake.',
  closed: 'Denne samtalen er avsluttet.',
  anew: 'Start en ny',
  busy: (seconds) => `For mange meldinger på en gang. Prøv igjen om ${seconds} sekunder.`,
  privacy: 'Samtalen lagres i nettleseren først når du sender den første meldingen.',
}
