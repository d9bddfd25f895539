import type { Texts } from '../en.ts'

export const simulation: Texts['simulation'] = {
  title: 'På fortiden',
  label: 'Prøv på fortiden',
  nothingDone: 'Dette ser bare tilbake. Ingen får beskjed, og ingenting endres.',
  period: 'Periode',
  periods: { '30': 'Siste 30 dager', '90': 'Siste 90 dager', all: 'Alt' },
  start: 'Se tilbake',
  again: 'Se på nytt',
  stop: 'Stopp',
  running: (seconds) => (seconds < 2 ? 'Går gjennom historikken…' : `Går gjennom historikken… ${seconds} sekunder`),
  stopped: 'Stoppet. Ingenting ble gjort.',
  failed: 'Den kunne ikke prøves.',
  why: (reason) => `Fordi: ${reason}.`,
  retry: 'Prøv igjen',
  between: (from, to) => `${from} – ${to}`,
  months: (count) => (count === 1 ? '1 måned' : `${count} måneder`),
  days: (count) => (count === 1 ? '1 dag' : `${count} dager`),
  summary: (records, what) => `Noe ville ha blitt gjort for ${records} ${what}.`,
  records: 'oppføringer',
  deeds: (count, shown) => (count === 1 ? '1 ting i alt' : `${shown} ting i alt`),
  reviews: (count, shown) =>
    count === 1 ? '1 avgjørelse ville ha ventet på et menneske' : `${shown} avgjørelser ville ha ventet på et menneske`,
  considered: (count, shown) => (count === 1 ? 'sett på én gang' : `sett på ${shown} ganger`),
  waited: (count, shown) => (count === 1 ? 'den ventet én gang' : `den ventet ${shown} ganger`),
  mostly: 'Dette ville ha blitt gjort',
  times: (count) => `${count} ×`,
  others: 'andre ting',
  didNothing: 'Steg som ikke ville gjort noe',
  noneDid: (count, shown) =>
    count === 1
      ? 'Betingelsene holdt én gang, men ingen steg hadde noe å gjøre.'
      : `Betingelsene holdt ${shown} ganger, men ingen steg hadde noe å gjøre.`,
  none: 'Ingenting ville ha blitt gjort.',
  noneLooked: (count, shown) =>
    count === 1
      ? 'Regelen ble startet én gang, men vilkåret stemte ikke.'
      : `Regelen ble startet ${shown} ganger, men vilkårene stemte aldri samtidig.`,
  noneWaited: (count, shown) =>
    count === 1
      ? 'Den ventet én gang, og etterpå stemte ikke vilkåret lenger.'
      : `Den ventet ${shown} ganger, og etterpå stemte ikke vilkåret lenger.`,
  neverStarted: 'Det som starter regelen, skjedde ikke i denne tiden. Prøv en lengre periode eller en annen start.',
  findCause: 'Hvilket vilkår holder den tilbake?',
  looking: 'Prøver hvert vilkår alene…',
  held: (sentence, held, of) => `${sentence}: ${held} av ${of} ganger`,
  rarest: 'stemte sjeldnest',
  dayByDay: 'Dag for dag',
  showMore: (count) => `Vis ${count} til`,
  tooMany: 'Bare de første 2000 er listet.',
  incomplete: 'Den stoppet før slutten, fordi det var for mye å gå gjennom. Velg en kortere periode.',
  until: (when) => `Ville ha ventet til ${when}`,
  review: 'Et menneske avgjør først',
  because: 'Hvorfor',
  holds: 'stemmer',
  holdsNot: 'stemmer ikke',
  yes: 'ja',
  no: 'nei',
  consent: 'Samtykke',
  given: 'gitt',
  nothing: 'ingenting',
  chain: (rules) => `Startet av: ${rules}`,
  stops: 'Stoppet',
  stop_reasons: {
    loop: 'Reglene startet hverandre i ring.',
    budget: 'Den ville ha gjort for mye på én gang.',
    error: 'Den endte i en feil.',
  },
  differences: 'Dette ville endringen gjøre annerledes',
  differencesCount: (count, shown) =>
    count === 1
      ? '1 oppføring ville ha blitt behandlet annerledes'
      : `${shown} oppføringer ville ha blitt behandlet annerledes`,
  same: 'Endringen gjør ingen forskjell i denne tiden.',
  before: 'Slik det er nå',
  after: 'Med endringen din',
  nobody: 'ingenting',
  record: 'Oppføring',
}
