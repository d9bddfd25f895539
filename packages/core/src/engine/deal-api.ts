import type { Company } from '../domain/company/company.schema.ts'
import type { Consent } from '../domain/consent/consent.schema.ts'
import type { Contact } from '../domain/contact/contact.schema.ts'
import { createDeal, moveDeal } from '../domain/deal/deal.operations.ts'
import type { Deal } from '../domain/deal/deal.schema.ts'
import { convertLead } from '../domain/lead/lead.operations.ts'
import type { Lead } from '../domain/lead/lead.schema.ts'
import type { Link } from '../domain/link/link.schema.ts'
import { exitsOf } from '../domain/pipeline/pipeline.operations.ts'
import type { Pipeline } from '../domain/pipeline/pipeline.schema.ts'
import type { ConvertLeadInput, ConvertLeadResult, MoveDealInput, WriteOptions } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { KithError } from '../shared/errors.ts'
import { fold } from '../shared/fold.ts'
import { refuseMasked, requireAction } from './access.ts'
import { load, loadAll, madeBy, runOperation } from './operations.ts'
import { checkRelations } from './relations.ts'
import { readAround } from './rules/around.ts'
import { readForWrite, type Session, show, write } from './session.ts'

/** The pipeline by id, or the tenant's first. */
async function pipelineOf(session: Session, id: unknown): Promise<Pipeline> {
  const named = await load<Pipeline>(session, 'pipeline', id)
  if (named) return named
  if (id !== undefined)
    throw new KithError('INVALID_INPUT', {
      issues: [{ path: '/pipelineId', code: 'id', message: 'There is no such pipeline.' }],
    })
  const all = await loadAll<Pipeline>(session, 'pipeline', { retired: { ne: true } })
  const first = [...all].sort((a, b) => (a.order ?? 0) - (b.order ?? 0))[0]
  if (!first) throw new KithError('INVALID_DEFINITION', { path: '/pipelines', reason: 'this tenant has no pipeline' })
  return first
}

export async function createDealRecord(
  session: Session,
  values: Readonly<Record<string, unknown>>,
  options: WriteOptions,
): Promise<StoredRecord> {
  requireAction(session.access, 'deal', 'create')
  await checkRelations(session, 'deal', values)
  return runOperation(session, {
    cause: 'createDeal',
    args: values,
    options,
    about: { object: 'deal' },
    plan: async (context) =>
      createDeal(
        { pipeline: await pipelineOf(session, values['pipelineId']) },
        values as Parameters<typeof createDeal>[1],
        context,
      ),
  })
}

export async function moveDealTo(
  session: Session,
  id: string,
  input: MoveDealInput,
  options: WriteOptions,
): Promise<StoredRecord> {
  const { set = {} } = input
  refuseMasked(set, session.access.of('deal'), '/set')
  await checkRelations(session, 'deal', set, '/set')
  return runOperation(session, {
    cause: 'moveDeal',
    args: { id, input },
    options,
    planAgain: session.scope.actor.kind !== 'user',
    about: { object: 'deal', id },
    plan: async (context) => {
      const deal = (await readForWrite(session, 'deal', id, options)) as StoredRecord & Deal
      const [pipeline, contact] = await Promise.all([
        pipelineOf(session, deal.pipelineId),
        load<Contact>(session, 'contact', deal.contactId),
      ])
      const wanted = { ...deal, ...input.set, id }
      const lookup = await readAround(session, 'deal', wanted, exitsOf(pipeline))
      return moveDeal({ deal, pipeline, contact, lookup }, input, context)
    },
  })
}

/** Objects whose records follow a lead to its contact. */
const FOLLOWERS = ['submission', 'activity', 'conversation'] as const

export async function convertLeadRecord(
  session: Session,
  id: string,
  input: ConvertLeadInput,
  options: WriteOptions,
): Promise<ConvertLeadResult> {
  for (const object of ['contact', 'company']) requireAction(session.access, object, 'create')
  if (input.deal !== false)
    refuseMasked(input.amount ? { amount: input.amount } : {}, requireAction(session.access, 'deal', 'create'))
  await checkRelations(session, 'deal', { contactId: input.contactId, companyId: input.companyId })
  const { records } = await write(session, {
    cause: 'convertLead',
    args: { id, input },
    options,
    plan: async (context) => {
      const lead = (await readForWrite(session, 'lead', id, options)) as StoredRecord & Lead
      const plan = convertLead({ lead, ...(await convertState(session, lead, input)) }, input, context)
      const pointers = {
        contact: madeBy(plan, 'contact') ?? contactPointer(plan.writes, id),
        company: madeBy(plan, 'company'),
        deal: madeBy(plan, 'deal'),
      }
      return { plan, result: { lead: { object: 'lead', id }, ...pointers } }
    },
  })
  const { lead, contact, ...others } = records
  const readable = (object: string, record: StoredRecord) => session.access.of(object).allows('read', record)
  const shown = Object.entries(others)
    .filter(([object, record]) => readable(object, record))
    .map(([object, record]) => [object, show(session, object, record)])
  return {
    lead: show(session, 'lead', lead),
    contact:
      contact && !readable('contact', contact) ? { id: contact.id, version: 0 } : show(session, 'contact', contact),
    ...Object.fromEntries(shown),
  }
}

/** The contact that a lead was given to without a change to it. */
function contactPointer(writes: readonly { readonly kind: string; readonly object: string }[], leadId: string) {
  for (const write of writes as readonly {
    kind: string
    object: string
    before?: StoredRecord
    set?: Readonly<Record<string, unknown>>
  }[])
    if (write.object === 'lead' && write.before?.id === leadId && typeof write.set?.['contactId'] === 'string')
      return { object: 'contact', id: write.set['contactId'] }
  return undefined
}

async function convertState(session: Session, lead: Lead, input: ConvertLeadInput) {
  const about = { leadId: lead.id }
  const [contact, emailHolder, company, consents, links] = await Promise.all([
    load<Contact>(session, 'contact', input.contactId),
    emailHolderOf(session, lead),
    companyOf(session, lead, input),
    loadAll<Consent>(session, 'consent', about),
    loadAll<Link>(session, 'link', {
      or: [
        { fromObject: 'lead', fromId: lead.id },
        { toObject: 'lead', toId: lead.id },
      ],
    }),
  ])
  const followers: { object: string; record: StoredRecord }[] = []
  for (const object of FOLLOWERS)
    for (const record of await loadAll(session, object, about)) followers.push({ object, record })
  const pipeline = input.deal === false ? undefined : await pipelineOf(session, input.pipelineId)
  const untouched = [['contact', contact ?? emailHolder] as const, ['company', company] as const].flatMap(
    ([object, record]) => (record && !session.access.of(object).allows('update', record) ? [record.id] : []),
  )
  return {
    contact,
    emailHolder: asKnown(session, emailHolder),
    company,
    untouched,
    consents,
    followers,
    links,
    pipeline,
  }
}

/** Of a contact that the caller may not see nothing but its id gets into the plan. */
function asKnown(session: Session, contact: Contact | undefined): Contact | undefined {
  if (!contact || session.access.of('contact').allows('read', contact)) return contact
  return { id: contact.id, version: contact.version } as Contact
}

async function emailHolderOf(session: Session, lead: Lead): Promise<Contact | undefined> {
  if (lead.email === undefined) return undefined
  const holder = await session.engine.storage.holder(
    { tenant: session.state.tenant },
    'contact.emails',
    fold(lead.email),
  )
  return load<Contact>(session, 'contact', holder?.id)
}

async function companyOf(session: Session, lead: Lead, input: ConvertLeadInput): Promise<Company | undefined> {
  if (input.companyId !== undefined) return load<Company>(session, 'company', input.companyId)
  if (lead.companyName === undefined) return undefined
  const named = await loadAll<Company>(session, 'company', { name: lead.companyName })
  return named.find((company) => session.access.of('company').allows('read', company))
}
