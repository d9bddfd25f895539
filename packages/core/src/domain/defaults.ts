import type { Permission, Role } from '../ports/crm-api.ts'
import type { Rule } from '../rules/types.ts'
import { defineForm } from './form/define-form.ts'
import { definePipeline } from './pipeline/define-pipeline.ts'

/** The pipeline of a plain sales CRM. */
export const salesPipeline = definePipeline({
  id: 'sales',
  name: 'Sales',
  label: { en: 'Sales', nb: 'Salg' },
  order: 1,
  stages: [
    { id: 'enquiry', label: { en: 'Enquiry', nb: 'Henvendelse' }, kind: 'open', probability: 10, rotAfterDays: 3 },
    { id: 'meeting', label: { en: 'Meeting', nb: 'Møte' }, kind: 'open', probability: 30, rotAfterDays: 10 },
    {
      id: 'offer',
      label: { en: 'Offer', nb: 'Tilbud' },
      kind: 'open',
      probability: 60,
      rotAfterDays: 14,
      exit: [{ amount: { empty: false } }],
    },
    { id: 'contract', label: { en: 'Contract', nb: 'Kontrakt' }, kind: 'open', probability: 85, rotAfterDays: 14 },
    { id: 'won', label: { en: 'Won', nb: 'Vunnet' }, kind: 'won', probability: 100 },
    { id: 'lost', label: { en: 'Lost', nb: 'Tapt' }, kind: 'lost', probability: 0 },
  ],
})

/** Pipelines of an app that names none. */
export const defaultPipelines = [salesPipeline]

/** The contact form of a website. */
export const contactForm = defineForm({
  id: 'contact',
  title: 'Contact us',
  heading: { en: 'Contact us', nb: 'Kontakt oss' },
  intro: { en: 'We answer within one working day.', nb: 'Vi svarer innen én arbeidsdag.' },
  fields: [
    { field: 'name', required: true },
    { field: 'email', required: true },
    { field: 'phone' },
    { field: 'message', label: { en: 'How can we help?', nb: 'Hva kan vi hjelpe med?' } },
  ],
  consents: [
    {
      purpose: 'sales',
      text: {
        en: 'You may contact me about offers that fit my enquiry. I can withdraw this at any time.',
        nb: 'Dere kan kontakte meg med tilbud som passer henvendelsen min. Jeg kan trekke dette når som helst.',
      },
    },
  ],
})

/** Forms of an app that names none. */
export const defaultForms = [contactForm]

const WORK = ['contact', 'company', 'lead', 'deal', 'activity', 'ticket', 'conversation']
const LEDGERS = ['submission', 'consent', 'message']
const SHARED = ['pipeline', 'form', 'user', 'team', 'territory', 'segment', 'tag', 'file', 'link']
const SETUP = ['fieldDefinition', 'segmentMember', 'rule']

/** What nobody has yet: the chats that wait for whoever is there first. */
const NOBODYS = { access: { empty: true } }

const each = (objects: readonly string[], more: Omit<Permission, 'object'>): readonly Permission[] =>
  objects.map((object) => ({ object, ...more }))

/** Administrators do everything, managers everything but the configuration, agents what is theirs or their teams'. */
export const defaultRoles: readonly Role[] = [
  {
    id: 'admin',
    label: { en: 'Administrator', nb: 'Administrator' },
    configure: true,
    permissions: [{ object: '*', actions: ['read', 'create', 'update', 'delete'] }],
  },
  {
    id: 'manager',
    label: { en: 'Manager', nb: 'Leder' },
    permissions: [
      ...each([...WORK, 'tag', 'file', 'link'], { actions: ['read', 'create', 'update', 'delete'] }),
      ...each(LEDGERS, { actions: ['read', 'create', 'update'] }),
      { object: 'review', actions: ['read', 'update'] },
      { object: 'notification', actions: ['read', 'update'], where: 'own' },
      ...each([...SHARED, ...SETUP], { actions: ['read'] }),
    ],
  },
  {
    id: 'agent',
    label: { en: 'Agent', nb: 'Medarbeider' },
    permissions: [
      ...each(WORK, { actions: ['read', 'create', 'update'], where: 'team' }),
      ...each(LEDGERS, { actions: ['read', 'create', 'update'], where: 'team' }),
      { object: 'review', actions: ['read'], where: 'team' },
      { object: 'notification', actions: ['read', 'update'], where: 'own' },
      { object: 'conversation', actions: ['read', 'update'], where: NOBODYS },
      { object: 'message', actions: ['read'], where: NOBODYS },
      ...each(SHARED, { actions: ['read'] }),
      ...each(['tag', 'file', 'link'], { actions: ['create'] }),
    ],
  },
]

/** Each new lead gets an owner in turn, and a first call within one working day. */
export const followUpNewLead: Rule = {
  id: 'follow-up-new-lead',
  version: 1,
  label: { en: 'Call new leads within one working day', nb: 'Ring nye henvendelser innen én arbeidsdag' },
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
}

/** Rules of an app that names none. */
export const defaultRules = [followUpNewLead]
