import type {
  Activity,
  Company,
  Consent,
  Contact,
  Conversation,
  Deal,
  Form,
  Lead,
  Message,
  OperationContext,
  Pipeline,
  StoredRecord,
  Submission,
  Team,
  Ticket,
  User,
} from '../index.ts'

/** The instant that builders take for now: a Monday, ten o'clock in Oslo. */
export const NOW = '2026-03-02T09:00:00.000Z'

/** Values that replace those of a builder; undefined leaves a field out. */
export type Overrides<Of> = { readonly [Field in keyof Of]?: Of[Field] | undefined }

/** System fields of a record that was written once, at {@link NOW}. */
const STAMPS = {
  version: 1,
  createdAt: NOW,
  createdBy: 'user:ida',
  updatedAt: NOW,
  updatedBy: 'user:ida',
} as const

function built<Of extends StoredRecord>(values: Of, over: Overrides<Of>): Of {
  const entries = Object.entries({ ...values, ...over }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Of
}

/** Kari Nordmann, a prospect with one e-mail and one phone. */
export function aContact(over: Overrides<Contact> = {}): Contact {
  const values: Contact = {
    id: 'contact-1',
    ...STAMPS,
    name: { full: 'Kari Nordmann', given: 'Kari', family: 'Nordmann' },
    emails: [{ value: 'kari@example.com', primary: true }],
    phones: [{ value: '+4722334455', primary: true }],
    lifecycle: 'prospect',
  }
  return built(values, over)
}

/** Fjord Bygg, a prospect. */
export function aCompany(over: Overrides<Company> = {}): Company {
  return built<Company>({ id: 'company-1', ...STAMPS, name: 'Fjord Bygg', roles: ['prospect'] }, over)
}

/** A new lead of Kari Nordmann from the website. */
export function aLead(over: Overrides<Lead> = {}): Lead {
  const values: Lead = {
    id: 'lead-1',
    ...STAMPS,
    name: { full: 'Kari Nordmann', given: 'Kari', family: 'Nordmann' },
    email: 'kari@example.com',
    message: 'What does a kitchen cost?',
    status: 'new',
    source: 'website',
  }
  return built(values, over)
}

/** An open deal in the first stage of {@link aPipeline}. */
export function aDeal(over: Overrides<Deal> = {}): Deal {
  const values: Deal = {
    id: 'deal-1',
    ...STAMPS,
    name: 'Kitchen',
    amount: { amountMinor: 9_500_000, currency: 'NOK', baseMinor: 9_500_000 },
    pipelineId: 'sales',
    stageId: 'enquiry',
    stageEnteredAt: NOW,
    stageHistory: [{ stageId: 'enquiry', enteredAt: NOW }],
    status: 'open',
    probability: 10,
  }
  return built(values, over)
}

/** Enquiry, offer, won, lost. */
export function aPipeline(over: Overrides<Pipeline> = {}): Pipeline {
  const values: Pipeline = {
    id: 'sales',
    ...STAMPS,
    name: 'Sales',
    order: 1,
    stages: [
      { id: 'enquiry', label: 'Enquiry', kind: 'open', probability: 10 },
      { id: 'offer', label: 'Offer', kind: 'open', probability: 60 },
      { id: 'won', label: 'Won', kind: 'won' },
      { id: 'lost', label: 'Lost', kind: 'lost' },
    ],
  }
  return built(values, over)
}

/** A contact form: name, e-mail, phone and message, with a consent that may be given. */
export function aForm(over: Overrides<Form> = {}): Form {
  const values: Form = {
    id: 'contact',
    ...STAMPS,
    title: 'Contact us',
    object: 'lead',
    fields: [
      { field: 'name', required: true },
      { field: 'email', required: true },
      { field: 'phone' },
      { field: 'message' },
    ],
    consents: [{ purpose: 'sales', text: { en: 'You may contact me.', nb: 'Dere kan kontakte meg.' } }],
    status: 'open',
  }
  return built(values, over)
}

/** An accepted submission of {@link aForm} that made {@link aLead}. */
export function aSubmission(over: Overrides<Submission> = {}): Submission {
  const values: Submission = {
    id: 'submission-1',
    ...STAMPS,
    formId: 'contact',
    formVersion: 1,
    key: 'key-1',
    values: { email: 'kari@example.com', message: 'What does a kitchen cost?' },
    state: 'accepted',
    leadId: 'lead-1',
  }
  return built(values, over)
}

/** A consent to sales that {@link aLead} gave on a form. */
export function aConsent(over: Overrides<Consent> = {}): Consent {
  const values: Consent = {
    id: 'consent-1',
    ...STAMPS,
    leadId: 'lead-1',
    email: 'kari@example.com',
    purpose: 'sales',
    text: 'You may contact me.',
    method: 'form',
    formId: 'contact',
    formVersion: 1,
    givenAt: NOW,
    state: 'given',
  }
  return built(values, over)
}

/** A call with {@link aContact} that is done. */
export function anActivity(over: Overrides<Activity> = {}): Activity {
  const values: Activity = {
    id: 'activity-1',
    ...STAMPS,
    kind: 'call',
    subject: 'Call',
    status: 'done',
    doneAt: NOW,
    contactId: 'contact-1',
  }
  return built(values, over)
}

/** An open complaint. */
export function aTicket(over: Overrides<Ticket> = {}): Ticket {
  const values: Ticket = {
    id: 'ticket-1',
    ...STAMPS,
    number: 1,
    kind: 'complaint',
    subject: 'The door squeaks',
    status: 'open',
    priority: 'normal',
  }
  return built(values, over)
}

/** An open chat that nobody owns. */
export function aConversation(over: Overrides<Conversation> = {}): Conversation {
  return built<Conversation>({ id: 'conversation-1', ...STAMPS, channel: 'chat', status: 'open' }, over)
}

/** A visitor's first message in {@link aConversation}. */
export function aMessage(over: Overrides<Message> = {}): Message {
  const values: Message = {
    id: 'message-1',
    ...STAMPS,
    conversationId: 'conversation-1',
    order: 1,
    direction: 'in',
    authorKind: 'visitor',
    text: 'Are you open today?',
    sentAt: NOW,
  }
  return built(values, over)
}

/** Ida, an active agent of inside sales. */
export function aUser(over: Overrides<User> = {}): User {
  const values: User = {
    id: 'ida',
    ...STAMPS,
    name: 'Ida Berg',
    email: 'ida@example.com',
    roles: ['agent'],
    teamIds: ['inside-sales'],
    active: true,
  }
  return built(values, over)
}

/** Inside sales. */
export function aTeam(over: Overrides<Team> = {}): Team {
  return built<Team>({ id: 'inside-sales', ...STAMPS, name: 'Inside sales' }, over)
}

/**
 * What an operation runs in: the user Ida at {@link NOW} in Oslo, with ids `id-1`, `id-2`…
 *
 * @example
 * moveDeal({ deal: aDeal(), pipeline: aPipeline() }, { stageId: 'offer' }, aContext({ model }))
 */
export function aContext(
  over: Pick<OperationContext, 'model'> & Overrides<Omit<OperationContext, 'model'>>,
): OperationContext {
  let count = 0
  const values: Omit<OperationContext, 'model'> = {
    now: NOW,
    newId: () => `id-${++count}`,
    actor: { kind: 'user', id: 'ida' },
    zone: 'Europe/Oslo',
    locale: 'en',
    baseCurrency: 'NOK',
  }
  return { ...values, ...over } as OperationContext
}
