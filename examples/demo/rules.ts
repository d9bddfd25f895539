import { boolean, defineRule, defineScore, type FieldsByObject, type Rule } from '@kith/core'

/** A field that rules of this company need: a manager said yes to a large deal. */
export const ruleFields: FieldsByObject = {
  deal: { approved: boolean({ label: { en: 'Approved by a manager', nb: 'Godkjent av leder' } }) },
}

/** From here on a deal is large, in minor units of the base currency: 50,000 kroner. */
const LARGE = 5_000_000

/** Exit condition of the stage before won: what is large needs a manager first. */
export const largeDealsNeedApproval = {
  or: [{ amount: { empty: true } }, { amount: { lt: { base: LARGE } } }, { approved: true }],
}

const firstCall = defineRule({
  id: 'first-call',
  label: { en: 'First call within one working day', nb: 'Første samtale innen én arbeidsdag' },
  on: 'lead.captured',
  then: [
    { do: 'assign-owner', strategy: 'round-robin', team: 'inside-sales' },
    {
      do: 'create-activity',
      kind: 'task',
      due: { workingDays: 1 },
      subject: { en: 'First call', nb: 'Første samtale' },
    },
  ],
})

const unansweredWebsiteLead = defineRule({
  id: 'unanswered-website-lead',
  label: { en: 'Website leads that nobody called', nb: 'Nettsidehenvendelser som ingen har ringt' },
  on: 'lead.captured',
  if: { source: 'website' },
  then: [
    { wait: { workingDays: 1 }, if: { status: 'new', lastActivityAt: { empty: true } } },
    {
      do: 'notify-user',
      to: ['owner'],
      text: {
        en: 'This lead waits for a call since yesterday.',
        nb: 'Denne henvendelsen har ventet på en samtale siden i går.',
      },
    },
    {
      do: 'notify-user',
      to: ['manager'],
      text: {
        en: 'A lead was not called within a working day.',
        nb: 'En henvendelse ble ikke ringt innen en arbeidsdag.',
      },
    },
  ],
})

const rottenDeal = defineRule({
  id: 'rotten-deal',
  label: { en: 'Deals that stand still', nb: 'Salg som står stille' },
  on: { when: 'date-reached', object: 'deal', field: 'stageEnteredAt', after: { days: 14 } },
  if: { status: 'open' },
  then: [
    {
      do: 'notify-user',
      to: ['owner', 'manager'],
      text: { en: 'This deal has not moved for two weeks.', nb: 'Dette salget har stått stille i to uker.' },
    },
    {
      do: 'create-activity',
      kind: 'task',
      due: { workingDays: 2 },
      subject: { en: 'Move on or close', nb: 'Kom videre eller avslutt' },
    },
  ],
})

const hotLead = defineRule({
  id: 'hot-lead',
  label: { en: 'Hot leads go to whoever is on call', nb: 'Varme henvendelser går til den som har vakt' },
  on: { when: 'field-changed', object: 'lead', field: 'score' },
  if: { status: { in: ['new', 'working'] }, score: { changed: { from: { lt: 70 }, to: { gte: 70 } } } },
  then: [
    { do: 'assign-owner', strategy: 'least-loaded', team: 'on-call', reassign: true },
    { do: 'add-tag', tag: 'hot' },
    {
      do: 'notify-user',
      to: ['owner'],
      text: { en: 'A hot lead: call now.', nb: 'En varm henvendelse: ring nå.' },
    },
  ],
})

const afterSales = defineRule({
  id: 'after-sales',
  label: { en: 'Ask two weeks after a won deal', nb: 'Spør to uker etter et vunnet salg' },
  on: { when: 'date-reached', object: 'deal', field: 'closedAt', after: { days: 14 } },
  if: { status: 'won' },
  then: [
    {
      do: 'create-activity',
      kind: 'task',
      due: { workingDays: 1 },
      subject: { en: 'Is everything as it should be?', nb: 'Er alt som det skal?' },
    },
  ],
})

const birthday = defineRule({
  id: 'birthday',
  label: { en: 'Birthdays, of those who agreed', nb: 'Bursdager, for dem som har samtykket' },
  on: { when: 'date-reached', object: 'contact', field: 'birthOn', yearly: true, at: '08:00' },
  consent: { purpose: 'sales' },
  then: [
    {
      do: 'create-activity',
      kind: 'task',
      due: { hours: 8 },
      subject: { en: 'Say happy birthday', nb: 'Gratuler med dagen' },
    },
  ],
})

const largeDeal = defineRule({
  id: 'large-deal',
  label: { en: 'A manager says yes to large deals', nb: 'En leder sier ja til store salg' },
  on: { when: 'stage-entered', stage: 'contract' },
  if: { amount: { gte: { base: LARGE } } },
  then: [
    { do: 'set-fields', set: { approved: true }, review: 'required' },
    {
      do: 'notify-user',
      to: ['manager'],
      text: { en: 'A large deal waits for your decision.', nb: 'Et stort salg venter på din avgjørelse.' },
    },
  ],
})

const complaint = defineRule({
  id: 'complaint',
  label: { en: 'Complaints go to the manager', nb: 'Klager går til lederen' },
  on: 'ticket.opened',
  if: { kind: 'complaint' },
  then: [
    { do: 'assign-owner', strategy: 'manager', of: 'contact', reassign: true },
    { do: 'notify-user', to: ['owner'], text: { en: 'A customer complains.', nb: 'En kunde klager.' } },
  ],
})

const waitingMessage = defineRule({
  id: 'waiting-message',
  label: { en: 'Somebody waits in the chat', nb: 'Noen venter i chatten' },
  on: { when: 'message-received' },
  if: { unreadByAgent: 1 },
  then: [
    { wait: { minutes: 10 }, if: { status: 'open', waitingSince: { lte: { ago: { minutes: 10 } } } } },
    {
      do: 'notify-user',
      to: [{ team: 'inside-sales' }],
      text: { en: 'Somebody has waited for ten minutes.', nb: 'Noen har ventet i ti minutter.' },
    },
  ],
})

const staleLead = defineRule({
  id: 'stale-lead',
  label: { en: 'Leads that went cold', nb: 'Henvendelser som er blitt kalde' },
  on: { when: 'schedule', object: 'lead', cron: '0 7 * * mon' },
  if: {
    status: { in: ['new', 'working'] },
    createdAt: { lt: { ago: { days: 60 } } },
    or: [{ lastActivityAt: { empty: true } }, { lastActivityAt: { lt: { ago: { days: 60 } } } }],
    tags: { none: { name: 'cold' } },
  },
  then: [
    { do: 'add-tag', tag: 'cold' },
    { do: 'set-fields', set: { status: 'dismissed' } },
  ],
})

/** How likely a lead is to become a deal; from 70 on it is hot. */
export const leadScore = defineScore({
  id: 'lead-score',
  label: { en: 'Lead score', nb: 'Leadpoeng' },
  object: 'lead',
  field: 'score',
  min: 0,
  max: 100,
  points: [
    {
      id: 'phone',
      label: { en: 'Left a phone number', nb: 'La igjen telefonnummer' },
      if: { phone: { empty: false } },
      points: 30,
    },
    {
      id: 'website',
      label: { en: 'Came by the website', nb: 'Kom fra nettsiden' },
      if: { source: 'website' },
      points: 20,
    },
    {
      id: 'viewing',
      label: { en: 'Asks for a viewing', nb: 'Ber om visning' },
      if: { message: { contains: 'viewing' } },
      points: 25,
    },
  ],
})

/** Ten rules of the demo company. */
export const rules: readonly Rule[] = [
  firstCall,
  unansweredWebsiteLead,
  rottenDeal,
  hotLead,
  afterSales,
  birthday,
  largeDeal,
  complaint,
  waitingMessage,
  staleLead,
]
