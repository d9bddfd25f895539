import type { StoredRecord } from '../../schema/record.ts'
import type { PersonName } from '../../schema/types.ts'
import { KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import type { Company } from '../company/company.schema.ts'
import type { Consent } from '../consent/consent.schema.ts'
import type { Contact } from '../contact/contact.schema.ts'
import { enterStage, planNewDeal } from '../deal/deal.operations.ts'
import { parseInput } from '../inputs.ts'
import type { Link } from '../link/link.schema.ts'
import { textsOf } from '../locales/index.ts'
import { firstStage, type PipelineState } from '../pipeline/pipeline.operations.ts'
import { create, event, isNothing, joinPlans, NOTHING, update, updateIfNeeded, type Values } from '../plan.ts'
import type { OperationContext, Plan } from '../types.ts'
import { carriedValues, withItem } from './carry.ts'
import { type ConvertLeadInput, convertLeadInput } from './lead.inputs.ts'
import type { Lead } from './lead.schema.ts'
import { OPEN_LEAD, openLeadKey } from './open-lead.ts'

/** What {@link convertLead} reads. */
export interface ConvertLeadState {
  readonly lead: Lead
  /** The contact of `input.contactId`. */
  readonly contact?: Contact | undefined
  /** The contact that holds the lead's e-mail. Taken where the input names none. */
  readonly emailHolder?: Contact | undefined
  /** The company of `input.companyId`, or one that is called as the lead says. */
  readonly company?: Company | undefined
  /** The pipeline of `input.pipelineId`, or the tenant's first. Needed unless `input.deal` is false. */
  readonly pipeline?: PipelineState | undefined
  /** Ids of a contact and company that the caller may not change: the lead is given to them, and they stay as they are. */
  readonly untouched?: readonly string[] | undefined
  /** All consents with this lead. */
  readonly consents: readonly Consent[]
  /** Other records that point to the lead (submissions, activities, conversations): they get the contact as well. */
  readonly followers?: readonly { readonly object: string; readonly record: StoredRecord }[] | undefined
  /** Links of the lead (tags, files): the contact gets them as well. */
  readonly links?: readonly Link[] | undefined
}

/** A record that the lead becomes: its id, and what makes or changes it. */
interface Becoming {
  readonly id: string | undefined
  readonly plan: Plan
}

/**
 * Makes a contact, a company and a deal of a lead, or adds the lead to those there are. Each value goes to every field
 * with its id (also those of the app and of run time) that holds nothing yet; all values stay on the lead and on its
 * submissions too. Consents, followers and links get the contact.
 *
 * @throws KithError `LEAD_ALREADY_CONVERTED`
 * @throws KithError `INVALID_INPUT` when a record that the input names is not there
 * @example
 * convertLead({ lead, pipeline, consents }, {}, context)
 * // writes: contact, company, deal, lead ({ status: 'converted', contactId, … }); events: lead.converted
 */
export function convertLead(state: ConvertLeadState, input: ConvertLeadInput, context: OperationContext): Plan {
  const wanted = parseInput(convertLeadInput, input)
  const { lead } = state
  if (lead.status === 'converted') throw new KithError('LEAD_ALREADY_CONVERTED', { leadId: lead.id })
  requireNamed(state, wanted)
  const known = state.contact ?? state.emailHolder
  const company = toCompany(state, known, context)
  const contact = toContact(state, known, company.id, context)
  const contactId = contact.id as string
  const deal =
    wanted.deal === false
      ? { id: undefined, plan: NOTHING }
      : toDeal(state, wanted, { contactId, companyId: company.id }, context)
  const ids = { contactId, companyId: company.id, dealId: deal.id }
  return joinPlans(
    company.plan,
    contact.plan,
    deal.plan,
    closeLead(lead, ids, context),
    tellFollowers(state, contactId, context),
  )
}

function requireNamed(state: ConvertLeadState, wanted: ConvertLeadInput): void {
  const missing = [
    wanted.contactId !== undefined && state.contact?.id !== wanted.contactId ? '/contactId' : '',
    wanted.companyId !== undefined && state.company?.id !== wanted.companyId ? '/companyId' : '',
    wanted.deal !== false &&
    (state.pipeline === undefined || (wanted.pipelineId ?? state.pipeline.id) !== state.pipeline.id)
      ? '/pipelineId'
      : '',
  ].filter((path) => path !== '')
  if (missing.length > 0) throw new KithError('INVALID_INPUT', { issues: missing.map((path) => issue(path, 'id')) })
}

const ownership = ({ ownerId, teamId }: Lead): Values => ({ ownerId, teamId })

function toCompany(
  { lead, company, untouched }: ConvertLeadState,
  contact: Contact | undefined,
  context: OperationContext,
): Becoming {
  if (company) return existing('company', company, carriedValues(lead, 'company', company, context), untouched)
  if (isNothing(lead.companyName)) return { id: contact?.companyId, plan: NOTHING }
  const id = context.newId()
  const record = { ...ownership(lead), roles: ['prospect'], ...carriedValues(lead, 'company', undefined, context), id }
  return { id, plan: { writes: [create('company', record)], events: [] } }
}

function toContact(
  state: ConvertLeadState,
  known: Contact | undefined,
  companyId: string | undefined,
  context: OperationContext,
): Becoming {
  const { lead } = state
  const carried = carriedValues({ ...answersOf(state), ...lead }, 'contact', known, context)
  const reach = {
    emails: withItem(known?.emails, freeEmail(state, known)),
    phones: withItem(known?.phones, lead.phone),
  }
  if (known) {
    const gained = { companyId: known.companyId ?? companyId, lifecycle: known.lifecycle ?? 'prospect' }
    return existing('contact', known, { ...carried, ...reach, ...gained }, state.untouched)
  }
  const id = context.newId()
  const name = carried['name'] ?? nameFor(lead, context)
  const record = { ...ownership(lead), ...carried, ...reach, name, companyId, lifecycle: 'prospect', id }
  return { id, plan: { writes: [create('contact', record)], events: [] } }
}

/** What the submissions of a lead say that no field of a lead holds; the first answer counts, as on the lead itself. */
function answersOf({ followers = [] }: ConvertLeadState): Values {
  const latestFirst = followers
    .filter(({ object, record }) => object === 'submission' && record['state'] === 'accepted')
    .sort((a, b) => (String(a.record['createdAt']) < String(b.record['createdAt']) ? 1 : -1))
  return Object.assign({}, ...latestFirst.map(({ record }) => record['values'] as Values))
}

/** The lead's e-mail, unless it is another contact's: no two contacts share one. It stays on the lead then. */
function freeEmail({ lead, emailHolder }: ConvertLeadState, known: Contact | undefined): string | undefined {
  return emailHolder && emailHolder.id !== known?.id ? undefined : lead.email
}

function nameFor(lead: Lead, { locale }: OperationContext): PersonName {
  return { full: lead.name?.full ?? lead.email ?? lead.phone ?? lead.companyName ?? textsOf(locale).unnamed }
}

/** A record that is there gains what it lacks; where it lacks nothing, it must only be the same when the plan is carried out. */
function existing(object: string, record: StoredRecord, set: Values, untouched: readonly string[] = []): Becoming {
  const writes = untouched.includes(record.id) ? [] : updateIfNeeded(object, record, set)
  return {
    id: record.id,
    plan: { writes, events: [], ...(writes.length === 0 ? { reliesOn: [{ object, record }] } : {}) },
  }
}

function toDeal(
  { lead, pipeline }: ConvertLeadState,
  wanted: ConvertLeadInput,
  parents: { readonly contactId: string; readonly companyId: string | undefined },
  context: OperationContext,
): Becoming {
  const id = context.newId()
  const stages = pipeline as PipelineState
  const name = wanted.dealName ?? lead.companyName ?? nameFor(lead, context).full
  const carried = carriedValues(lead, 'deal', undefined, context)
  const amount = wanted.amount ? { amount: wanted.amount } : {}
  const placed = enterStage(firstStage(stages), stages, context.now)
  return {
    id,
    plan: planNewDeal({
      ...ownership(lead),
      ...carried,
      ...amount,
      ...placed,
      ...parents,
      name: name.slice(0, 200),
      id,
    }),
  }
}

function closeLead(lead: Lead, ids: Values, context: OperationContext): Plan {
  const key = openLeadKey(lead)
  return {
    writes: [update('lead', lead, { ...ids, status: 'converted', convertedAt: context.now })],
    events: [event('lead.converted', 'lead', lead.id, ids)],
    ...(key === undefined ? {} : { releases: [{ space: OPEN_LEAD, key, id: lead.id }] }),
  }
}

function tellFollowers(
  { lead, consents, followers = [], links = [], untouched = [] }: ConvertLeadState,
  contactId: string,
  context: OperationContext,
): Plan {
  const all = [...consents.map((record) => ({ object: 'consent', record: record as StoredRecord })), ...followers]
  const lacking = all.filter(
    ({ object, record }) => isNothing(record['contactId']) && context.model.field(object, 'contactId'),
  )
  const moved = lacking.map(({ object, record }) => update(object, record, { contactId }))
  const carried = untouched.includes(contactId) ? [] : links
  const linked = carried.map(({ fromObject, fromId, toObject, toId, role }) => {
    const from = fromObject === 'lead' && fromId === lead.id
    const ends = from
      ? { fromObject: 'contact', fromId: contactId, toObject, toId }
      : { fromObject, fromId, toObject: 'contact', toId: contactId }
    return create('link', { ...ends, role, id: context.newId() })
  })
  return { writes: [...moved, ...linked], events: [] }
}
