import { event } from '../../domain/plan.ts'
import type { DomainEvent } from '../../domain/types.ts'
import type { StoredRecord } from '../../schema/record.ts'
import type { RecordedChange } from './history.ts'

/** A change with the record before and after it. */
export interface SeenChange {
  readonly change: Pick<RecordedChange, 'object' | 'id' | 'cause' | 'before' | 'after'>
  readonly before: StoredRecord | undefined
  readonly after: StoredRecord
}

/**
 * The events of a commit, told from what it changed: the log has the changes alone. The same as the operations tell,
 * those about what happened first, those about records that were written after them.
 */
export function deriveEvents(commit: readonly SeenChange[]): readonly DomainEvent[] {
  const made = new Set(commit.flatMap(({ change, before }) => (before ? [] : [`${change.object}:${change.id}`])))
  return [...commit.flatMap((seen) => happened(seen, made)), ...commit.map(recordEvent)]
}

/** The event that a record was written, with the values that changed. */
export function recordEvent({ change, before, after }: SeenChange): DomainEvent {
  const gone = (record: StoredRecord | undefined) => record?.['deletedAt'] !== undefined
  const verb = !before
    ? 'created'
    : gone(after) && !gone(before)
      ? 'deleted'
      : gone(before) && !gone(after)
        ? 'restored'
        : 'updated'
  const data = { before: change.before ?? {}, after: change.after ?? {} }
  return { type: `${change.object}.${verb}`, object: change.object, id: change.id, data }
}

function happened(seen: SeenChange, made: ReadonlySet<string>): readonly DomainEvent[] {
  const of = seen.before ? UPDATED[seen.change.object] : CREATED[seen.change.object]
  const own = of?.(seen.after, seen.before as StoredRecord, made) ?? []
  const { object, id, cause } = seen.change
  const [from, to] = [seen.before?.['ownerId'], seen.after['ownerId']]
  const assigned = seen.before && from !== to && (cause === 'assign' || cause === 'rule')
  return assigned ? [...own, event(`${object}.assigned`, object, id, { from, to: to ?? null })] : own
}

type Teller = (after: StoredRecord, before: StoredRecord, made: ReadonlySet<string>) => readonly DomainEvent[]

const one = (type: string, record: StoredRecord, data: Readonly<Record<string, unknown>>) => [
  event(type, type.slice(0, type.indexOf('.')), record.id, Object.keys(data).length > 0 ? data : undefined),
]
const pick = (record: StoredRecord, ...fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, record[field]]))

const CREATED: Readonly<Record<string, Teller>> = {
  lead: (lead) =>
    lead['submissionId'] === undefined ? [] : one('lead.captured', lead, pick(lead, 'submissionId', 'formId')),
  submission: (submission, _, made) => {
    const { leadId, formId } = submission
    if (submission['state'] === 'quarantined')
      return one('submission.quarantined', submission, pick(submission, 'formId', 'reason'))
    if (typeof leadId !== 'string' || made.has(`lead:${leadId}`)) return []
    return [event('lead.returned', 'lead', leadId, { submissionId: submission.id, formId })]
  },
  deal: (deal) =>
    deal['status'] === 'won' || deal['status'] === 'lost' ? one(`deal.${deal['status']}`, deal, {}) : [],
  activity: (activity) =>
    one(activity['doneAt'] === undefined ? 'activity.planned' : 'activity.logged', activity, pick(activity, 'kind')),
  conversation: (conversation) => one('conversation.opened', conversation, pick(conversation, 'channel', 'contactId')),
  message: (message) =>
    one('message.added', message, {
      ...pick(message, 'conversationId', 'authorKind'),
      internal: message['internal'] === true,
    }),
  consent: (consent) => one('consent.given', consent, pick(consent, 'leadId', 'contactId', 'purpose', 'channel')),
  ticket: (ticket) => one('ticket.opened', ticket, pick(ticket, 'kind', 'priority', 'contactId')),
}

const UPDATED: Readonly<Record<string, Teller>> = {
  lead: (lead, before) =>
    lead['status'] === 'converted' && before['status'] !== 'converted'
      ? one('lead.converted', lead, pick(lead, 'contactId', 'companyId', 'dealId'))
      : [],
  deal: (deal, before) => {
    const [from, to] = [before['stageId'], deal['stageId']]
    if (from === to) return []
    const { status } = deal
    const closed = status !== 'open' && status !== before['status'] ? one(`deal.${String(status)}`, deal, {}) : []
    return [...one('deal.moved', deal, { from, to, ...pick(deal, 'lostReason') }), ...closed]
  },
  activity: (activity, before) =>
    activity['status'] === 'done' && before['status'] !== 'done'
      ? one('activity.completed', activity, pick(activity, 'kind', 'outcome'))
      : [],
  conversation: (conversation, before) =>
    conversation['status'] === 'closed' && before['status'] !== 'closed'
      ? one('conversation.closed', conversation, {})
      : [],
  consent: (consent, before) =>
    consent['state'] === 'withdrawn' && before['state'] !== 'withdrawn'
      ? one('consent.withdrawn', consent, pick(consent, 'contactId', 'leadId', 'purpose', 'channel'))
      : [],
  ticket: (ticket, before) =>
    ticket['status'] === 'closed' && before['status'] !== 'closed'
      ? one('ticket.closed', ticket, pick(ticket, 'kind'))
      : [],
}
