import type { FieldDefinition, ModelDescription } from '@kith/core'

const text = (en: string, nb: string): FieldDefinition => ({ type: 'text', label: { en, nb } })
const owner = { type: 'relation', to: 'user', label: { en: 'Owner', nb: 'Ansvarlig' } } as const
const can = ['read', 'create', 'update'] as const

const lead = {
  name: 'lead',
  plural: 'leads',
  label: { en: 'Lead', nb: 'Henvendelse' },
  pluralLabel: { en: 'Leads', nb: 'Henvendelser' },
  title: 'name',
  can,
  fields: {
    name: text('Name', 'Navn'),
    score: { type: 'number', label: { en: 'Score', nb: 'Poeng' } },
    source: text('Source', 'Kilde'),
    status: {
      type: 'select',
      required: true,
      label: { en: 'Status', nb: 'Status' },
      options: [
        { id: 'new', label: { en: 'New', nb: 'Ny' } },
        { id: 'working', label: { en: 'Being worked on', nb: 'Under arbeid' } },
        { id: 'dismissed', label: { en: 'Dismissed', nb: 'Avvist' } },
      ],
    },
    lastActivityAt: { type: 'dateTime', label: { en: 'Last activity', nb: 'Siste aktivitet' } },
    ownerId: owner,
    note: { type: 'longText', label: { en: 'Why it was dismissed', nb: 'Hvorfor den ble avvist' } },
  },
} as const

const deal = {
  name: 'deal',
  plural: 'deals',
  label: { en: 'Deal', nb: 'Salg' },
  pluralLabel: { en: 'Deals', nb: 'Salg' },
  title: 'name',
  can,
  fields: {
    name: text('Name', 'Navn'),
    amount: { type: 'money', label: { en: 'Amount', nb: 'Beløp' } },
    stageId: {
      type: 'select',
      label: { en: 'Stage', nb: 'Steg' },
      options: [
        { id: 'contract', label: { en: 'Contract', nb: 'Kontrakt' } },
        { id: 'won', label: { en: 'Won', nb: 'Vunnet' } },
      ],
    },
    ownerId: owner,
  },
} as const

const activity = {
  name: 'activity',
  plural: 'activities',
  label: { en: 'Activity', nb: 'Aktivitet' },
  pluralLabel: { en: 'Activities', nb: 'Aktiviteter' },
  title: 'subject',
  can,
  fields: {
    kind: {
      type: 'select',
      label: { en: 'Kind', nb: 'Type' },
      options: [
        { id: 'task', label: { en: 'Task', nb: 'Oppgave' } },
        { id: 'call', label: { en: 'Call', nb: 'Samtale' } },
      ],
    },
    subject: text('Subject', 'Emne'),
    dueAt: { type: 'dateTime', label: { en: 'Due', nb: 'Frist' } },
    ownerId: owner,
  },
} as const

const bare = (name: string, title: string) => ({
  name,
  plural: `${name}s`,
  label: `${name[0]?.toUpperCase()}${name.slice(1)}`,
  pluralLabel: `${name}s`,
  title,
  can,
  fields: { [title]: text(title, title) },
})

/** What screens about decisions of rules look at. */
export const reviewObjects: ModelDescription['objects'] = [
  lead,
  deal,
  activity,
  bare('review', 'title'),
  bare('rule', 'name'),
  bare('user', 'name'),
]
