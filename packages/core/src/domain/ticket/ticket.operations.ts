import { KithError } from '../../shared/errors.ts'
import { parseInput, parseNew } from '../inputs.ts'
import { create, event, isNothing, update } from '../plan.ts'
import type { OperationContext, Plan } from '../types.ts'
import { type CloseTicketInput, closeTicketInput, type OpenTicketInput, openTicketInput } from './ticket.inputs.ts'
import type { Ticket } from './ticket.schema.ts'

/** Number series of tickets. */
export const TICKET_SERIES = 'ticket'

/**
 * Opens a ticket; its `number` comes from the series {@link TICKET_SERIES}. It is of the agent who opens it, unless the
 * input names another owner.
 *
 * @throws KithError `INVALID_INPUT`
 * @example
 * openTicket({}, { subject: 'The door squeaks', kind: 'complaint', contactId }, context)
 */
export function openTicket(_state: object, input: OpenTicketInput, context: OperationContext): Plan {
  const allow = ['ownerId', 'teamId', 'externalIds']
  const values = parseNew('ticket', parseInput(openTicketInput, input), context, { allow })
  const owner = context.actor.kind === 'user' ? { ownerId: context.actor.id } : {}
  const record = { ...owner, ...values, status: 'open', id: context.newId() }
  const { kind, priority, contactId } = record as unknown as Ticket
  return {
    writes: [create('ticket', record)],
    events: [event('ticket.opened', 'ticket', record.id, { kind, priority, contactId })],
    numbers: [{ series: TICKET_SERIES, object: 'ticket', id: record.id, field: 'number' }],
  }
}

/**
 * Closes a ticket.
 *
 * @throws KithError `TICKET_ALREADY_CLOSED`
 * @example
 * closeTicket({ ticket }, { resolution: 'Oiled the hinge' }, context)
 */
export function closeTicket(
  state: { readonly ticket: Ticket },
  input: CloseTicketInput,
  context: OperationContext,
): Plan {
  const { ticket } = state
  const { resolution } = parseInput(closeTicketInput, input)
  if (ticket.status === 'closed') throw new KithError('TICKET_ALREADY_CLOSED', { ticketId: ticket.id })
  const set = { status: 'closed', closedAt: context.now, ...(isNothing(resolution) ? {} : { resolution }) }
  return {
    writes: [update('ticket', ticket, set)],
    events: [event('ticket.closed', 'ticket', ticket.id, { kind: ticket.kind })],
  }
}
