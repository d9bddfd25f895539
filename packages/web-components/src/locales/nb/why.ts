import type { Texts } from '../en.ts'

export const why: Texts['why'] = {
  title: () => 'Hvorfor er det slik?',
  about: 'Hva regler har gjort her, nyeste først, med vilkårene slik de var da.',
  loading: 'Laster',
  retry: 'Prøv igjen',
  empty: () => 'Ingen regel har gjort noe her.',
  emptyWhy: 'Når en regel endrer noe her, blir det skrevet ned med grunnene.',
  version: (version) => `versjon ${version}`,
  fromCode: 'fra konfigurasjonen',
  openRule: (rule) => `Åpne regelen «${rule}»`,
  because: 'Fordi',
  always: 'Den har ingen vilkår: den gjør dette hver gang.',
  holds: 'Stemmer',
  holdsNot: 'Stemmer ikke',
  did: 'Hva den gjorde',
  didNothing: 'Den endret ingenting som du kan se.',
  added: 'lagt til',
  removed: 'fjernet',
  undo: 'Angre det den gjorde',
  undoing: 'Angrer…',
  undone: 'Tatt tilbake.',
  undonePartly: 'Delvis tatt tilbake.',
  undoneNothing: 'Ingenting ble tatt tilbake.',
  record: (what, title) => (title ? `${what} «${title}»` : what),
  fieldOf: (field, record) => `${field} for ${record}`,
  emptyAgain: (field) => `${capital(field)} er tom igjen.`,
  isAgain: (field, value) => `${capital(field)} er ${value} igjen.`,
  gone: (record) => `${capital(record)} er borte.`,
  isBack: (record) => `${capital(record)} er tilbake.`,
  staysDone: (record) => `${capital(record)} blir stående, fordi den er utført.`,
  staysChanged: (record, fields) =>
    fields
      ? `${capital(record)} blir stående, fordi noen har endret den siden: ${fields}.`
      : `${capital(record)} blir stående, fordi noen har endret den siden.`,
  staysAs: (field, now, before) =>
    `${capital(field)} forblir ${now}, fordi noen har endret det siden; det var ${before} før regelen.`,
  effects: (count) =>
    count === 1
      ? '1 melding er sendt og kan ikke kalles tilbake.'
      : `${count} meldinger er sendt og kan ikke kalles tilbake.`,
  more: 'Vis tidligere',
  nothing: 'ingenting',
  consent: 'Samtykke',
  given: 'gitt',
  yes: 'Ja',
  no: 'Nei',
  why: {
    NETWORK: 'Serveren svarer ikke.',
    UNAUTHENTICATED: 'Logg inn først.',
    FORBIDDEN: 'Du har ikke tilgang til dette.',
    NOT_FOUND: 'Her er det ingenting, eller du har ikke tilgang.',
    VERSION_CONFLICT: 'Noen endret det i samme øyeblikk. Prøv igjen.',
    OTHER: 'Noe gikk galt.',
  },
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
