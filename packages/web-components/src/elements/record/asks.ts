import { labelText } from '@kith/core/shared'
import { html } from '../../base/index.ts'
import { fieldOf, type ScreenField } from '../../values/model.ts'
import type { Ask, RecordView } from './view.ts'

const optionsOf = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([id, label]) => ({ id, label }))

/** What becomes of a lead: a contact, a company, a deal. `done` is told of what was made. */
export function askConvert(view: RecordView, done: (object: string, id: string) => void): Ask {
  const { texts, title, record, state, acts } = view
  const deal = state.objects.find(({ name }) => name === 'deal')
  const fields: readonly ScreenField[] = [
    { id: 'contactId', type: 'relation', to: 'contact', label: texts.existingContact },
    { id: 'companyId', type: 'relation', to: 'company', label: texts.existingCompany },
    ...(deal
      ? ([
          { id: 'dealName', type: 'text', label: texts.dealName },
          { id: 'amount', type: 'money', label: texts.amount },
        ] as const)
      : []),
  ]
  return {
    title: texts.convertTitle(title),
    help: texts.convertHelp,
    fields,
    values: { dealName: String(record['companyName'] ?? title) },
    submitLabel: texts.convert,
    more: deal
      ? html`<label class="check"><input type="checkbox" name="makeDeal" checked /><span>${texts.makeDeal}</span></label>`
      : undefined,
    run: async ({ dealName, amount, ...found }, form) => {
      const wanted = new FormData(form).has('makeDeal')
      const more = { ...(dealName ? { dealName } : {}), ...(amount ? { amount } : {}) }
      const kept = Object.fromEntries(Object.entries(found).filter(([, id]) => id))
      const made = await acts.store.convert({ ...kept, deal: wanted, ...(wanted ? more : {}) } as never)
      done(made.deal ? 'deal' : 'contact', (made.deal ?? made.contact).id)
    },
  }
}

/** Why a deal is lost. */
export const askLost = ({ texts, title, object, acts }: RecordView, stageId: string): Ask => ({
  title: texts.lostTitle(title),
  fields: [{ ...fieldOf(object, 'lostReason'), required: true }],
  values: {},
  submitLabel: texts.move,
  run: ({ lostReason }) => acts.store.move(stageId, { lostReason: String(lostReason ?? '') }),
})

/** What has to be filled in before a deal goes on. */
export function askExit(view: RecordView, stageId: string, unmet: readonly string[]): Ask {
  const { texts, title, object, acts, state, locale } = view
  const stage = labelText(state.stages.find(({ id }) => id === stageId)?.label, locale, stageId)
  return {
    title: texts.exitTitle(title, stage),
    fields: unmet.map((id) => ({ ...fieldOf(object, id), required: true })),
    values: {},
    submitLabel: texts.move,
    run: (set) => acts.store.move(stageId, { set }),
  }
}

/** A consent that was given by phone, on paper… */
export const askConsent = ({ texts, state, acts }: RecordView): Ask => ({
  title: texts.giveConsent,
  fields: [
    { id: 'purpose', type: 'text', label: texts.purpose, required: true },
    { id: 'method', type: 'select', label: texts.method, required: true, options: optionsOf(texts.methods) },
    { id: 'channel', type: 'select', label: texts.channel, options: channels(state.objects) },
    { id: 'text', type: 'longText', label: texts.consentText, required: true },
  ],
  values: { purpose: 'sales' },
  submitLabel: texts.save,
  run: (values) => acts.store.giveConsent(values),
})

/** The ways by which people are reached: the channels of conversations, but for the inner one. */
function channels(objects: RecordView['state']['objects']) {
  const options = objects.find(({ name }) => name === 'conversation')?.fields['channel']?.options ?? []
  return options.filter(({ id }) => id !== 'internal')
}

/** Why a consent ends. */
export const askWithdraw = ({ texts, acts }: RecordView, id: string): Ask => ({
  title: texts.withdrawWhy,
  fields: [{ id: 'reason', type: 'text', label: texts.withdrawWhy }],
  values: {},
  submitLabel: texts.withdraw,
  run: ({ reason }) => acts.store.withdrawConsent(id, String(reason ?? '')),
})

/** How a ticket was solved. */
export const askCloseTicket = ({ texts, object, acts }: RecordView): Ask => ({
  title: texts.closeTicket,
  fields: [{ ...fieldOf(object, 'resolution'), label: texts.resolution }],
  values: {},
  submitLabel: texts.closeTicket,
  run: ({ resolution }) => acts.store.closeTicket(String(resolution ?? '')),
})
