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
  conflicts: (count) =>
    count === 1
      ? 'Noen har endret dette siden, så det blir stående:'
      : 'Noen har endret disse siden, så de blir stående:',
  conflict: (field, now, before) => `${field} er ${now}; før regelen var det ${before}.`,
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
