import type { Texts } from '../en.ts'

export const ruleList: Texts['ruleList'] = {
  title: 'Regler',
  about:
    'Det som skjer av seg selv. Hver regel er én setning; det som veier tungt for et menneske, venter på et menneske.',
  count: (on, all) => `${on} av ${all} er slått på`,
  search: 'Finn en regel',
  create: 'Ny regel',
  origin: { code: 'Fra koden', stored: 'Skrevet her' },
  originHelp: {
    code: 'En del av installasjonen. Den kan slås av og kopieres, ikke endres.',
    stored: 'Skrevet i administrasjonen.',
  },
  on: 'På',
  off: 'Av',
  toggle: (name) => `«${name}» er slått på`,
  runs: (count) => (count === 1 ? 'Gikk én gang på 30 dager' : `Gikk ${count} ganger på 30 dager`),
  never: 'Gjorde ingenting på 30 dager',
  last: (when) => `sist ${when}`,
  switched: { on: (name) => `«${name}» er på`, off: (name) => `«${name}» er av` },
  notSwitched: (name) => `«${name}» kunne ikke slås av eller på`,
  undo: 'Angre',
  close: 'Lukk',
  empty: 'Ingen regler ennå',
  emptyHelp: 'En regel sparer et steg som noen ellers måtte huske: en samtale, en påminnelse, en overlevering.',
  noneFound: (words) => `Ingen regel nevner «${words}»`,
  clear: 'Vis alle',
  loading: 'Laster',
  failed: 'Reglene kunne ikke lastes.',
  forbidden: 'Regler er for dem som kan konfigurere.',
  forbiddenHelp: 'Be en administrator om tilgang, eller om å endre en regel for deg.',
  retry: 'Prøv igjen',
}
