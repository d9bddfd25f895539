import type { Texts } from '../en.ts'

/** Texts of a form before anything is typed. */
export const leadForm: Texts['leadForm'] = {
  optional: 'valgfritt',
  notLoaded: 'Skjemaet kunne ikke lastes inn.',
  retry: 'Prøv igjen',
}

/** What a form says from the first key on. */
export const leadFormSending: Texts['leadFormSending'] = {
  sending: 'Sender…',
  summary: (count) => (count === 1 ? 'Ett svar må endres' : `${count} svar må endres`),
  queuedTitle: 'Ikke sendt ennå',
  queued: 'Lagret på denne enheten, sendes når forbindelsen er tilbake.',
  queuedHere: 'La siden stå åpen til det er sendt.',
  failed: 'Dette kunne ikke sendes. Prøv igjen: ingenting er tapt.',
  closed: 'Dette skjemaet tar ikke imot svar akkurat nå.',
  busy: (seconds) => `For mange på en gang. Prøv igjen om ${seconds} sekunder.`,
  issues: {
    required: 'Vennligst svar på dette.',
    'required-consent': 'Kryss av her for å samtykke.',
    email: 'Sjekk adressen: skriv den som navn@example.com.',
    'email-at': 'Sjekk adressen: det mangler en @.',
    'email-dot': 'Sjekk adressen: delen etter @ må ha et punktum.',
    phone: 'Skriv nummeret med landkode, for eksempel +47 22 33 44 55.',
    url: 'Sjekk adressen: skriv den som www.example.com.',
    number: 'Skriv et tall, for eksempel 1200 eller 12,50.',
    'too-small': ({ minimum }) => `Skriv et tall som er minst ${minimum}.`,
    'too-large': ({ maximum }) => `Skriv et tall som er høyst ${maximum}.`,
    'too-long': ({ maximum, length }) => `Kort ned til ${maximum} tegn; nå er det ${length}.`,
    other: 'Sjekk dette svaret.',
  },
}

/** Names of the parts of structured fields. */
export const fieldParts: Texts['fieldParts'] = {
  street: 'Gate og nummer',
  postalCode: 'Postnummer',
  city: 'Sted',
  country: 'Land',
  amount: 'Beløp',
  currency: 'Valuta',
  number: 'Nummer',
  authority: 'Utstedt av',
  validUntilOn: 'Gyldig til',
}
