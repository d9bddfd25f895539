import { equal, holds, refused } from '../storage-contract/assert.ts'
import { type ApiCase, aContactOf, aDealOf, aLeadBy } from './kit.ts'

const amount = { amountMinor: 100_000, currency: 'EUR' }

export const flowCases: readonly ApiCase[] = [
  {
    name: 'a lead becomes a contact and a deal, once',
    async run(kit) {
      const lead = await aLeadBy(kit)
      const { contact, deal, lead: converted } = await kit.admin.convertLead(lead.id, { dealName: 'New roof', amount })
      equal(contact['emails'], [{ value: 'kari@example.com', primary: true }])
      equal([deal?.['name'], deal?.['contactId']], ['New roof', contact.id])
      equal(await kit.admin.get('lead', lead.id), converted)
      await refused(kit.admin.convertLead(lead.id), 'LEAD_ALREADY_CONVERTED')
    },
  },
  {
    name: 'a deal moves on in its pipeline',
    async run({ admin }) {
      const deal = await aDealOf(admin)
      const moved = await admin.moveDeal(deal.id, { stageId: 'meeting' }, { ifVersion: deal.version })
      equal([moved['stageId'], moved.version], ['meeting', deal.version + 1])
    },
  },
  {
    name: 'two people who move the same deal: one is told, with the deal as it is',
    async run({ admin }) {
      const deal = await aDealOf(admin)
      const saw = { ifVersion: deal.version }
      const moved = await admin.moveDeal(deal.id, { stageId: 'meeting' }, saw)
      await refused(admin.moveDeal(deal.id, { stageId: 'offer' }, saw), 'VERSION_CONFLICT', { current: moved })
    },
  },
  {
    name: 'a stage of no pipeline is refused',
    async run({ admin }) {
      const deal = await aDealOf(admin)
      await refused(admin.moveDeal(deal.id, { stageId: 'moon' }, { ifVersion: deal.version }), 'STAGE_NOT_IN_PIPELINE')
    },
  },
  {
    name: 'a stage is left when its conditions hold, and what is missing can be set in the move',
    async run({ admin }) {
      const made = await aDealOf(admin)
      const deal = await admin.moveDeal(made.id, { stageId: 'offer' }, { ifVersion: made.version })
      const saw = { ifVersion: deal.version }
      await refused(admin.moveDeal(deal.id, { stageId: 'contract' }, saw), 'STAGE_EXIT_UNMET')
      const moved = await admin.moveDeal(deal.id, { stageId: 'contract', set: { amount } }, saw)
      equal(moved['stageId'], 'contract')
    },
  },
  {
    name: 'a deal is lost for a reason',
    async run({ admin }) {
      const deal = await aDealOf(admin)
      const saw = { ifVersion: deal.version }
      await refused(admin.moveDeal(deal.id, { stageId: 'lost' }, saw), 'LOST_REASON_REQUIRED')
      const lost = await admin.moveDeal(deal.id, { stageId: 'lost', lostReason: 'Too dear' }, saw)
      equal(lost['lostReason'], 'Too dear')
    },
  },
  {
    name: 'a record goes to an owner, who sees it from then on, and to nobody',
    async run({ admin, agent }) {
      const contact = await aContactOf(admin)
      const given = await admin.assign('contact', contact.id, { ownerId: 'main-agent' })
      equal(given['ownerId'], 'main-agent')
      equal((await agent.get('contact', contact.id)).id, contact.id)
      await admin.assign('contact', contact.id, { ownerId: null })
      await refused(agent.get('contact', contact.id), 'NOT_FOUND')
    },
  },
  {
    name: 'a task is done once',
    async run({ admin }) {
      const task = await admin.logActivity({ kind: 'task', subject: 'Call' })
      const done = await admin.completeTask(task.id, { outcome: 'Reached' })
      equal(done['outcome'], 'Reached')
      await refused(admin.completeTask(task.id), 'TASK_ALREADY_DONE')
    },
  },
  {
    name: 'a conversation is opened, answered and closed',
    async run({ admin }) {
      const contact = await aContactOf(admin)
      const conversation = await admin.openConversation({ contactId: contact.id, subject: 'Roof' })
      const message = await admin.sendMessage(conversation.id, { text: 'Hello' })
      equal([message['text'], message['conversationId']], ['Hello', conversation.id])
      equal((await admin.closeConversation(conversation.id))['status'], 'closed')
      await refused(admin.sendMessage(conversation.id, { text: 'More' }), 'CONVERSATION_CLOSED')
    },
  },
  {
    name: 'a consent is given with its text, and withdrawn once',
    async run({ admin }) {
      const contact = await aContactOf(admin)
      const given = { contactId: contact.id, purpose: 'sales', text: 'You may call me', method: 'phone' }
      const consent = await admin.giveConsent(given)
      equal([consent['text'], consent['state']], ['You may call me', 'given'])
      const withdrawn = await admin.withdrawConsent(consent.id, { reason: 'No more calls' })
      holds(withdrawn.id !== '', 'the withdrawal is a record')
      await refused(admin.withdrawConsent(consent.id), 'CONSENT_ALREADY_WITHDRAWN')
    },
  },
  {
    name: 'a ticket is opened and closed once',
    async run({ admin }) {
      const ticket = await admin.openTicket({ subject: 'Leak' })
      equal((await admin.closeTicket(ticket.id, { resolution: 'Mended' }))['resolution'], 'Mended')
      await refused(admin.closeTicket(ticket.id), 'TICKET_ALREADY_CLOSED')
    },
  },
  {
    name: 'input that an operation does not know is refused',
    async run({ admin }) {
      const ticket = await admin.openTicket({ subject: 'Leak' })
      const input = { resolution: 'Mended', tenant: 'other' } as { resolution: string }
      await refused(admin.closeTicket(ticket.id, input), 'INVALID_INPUT')
    },
  },
]
