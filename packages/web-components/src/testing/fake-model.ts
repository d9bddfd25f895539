import type { ModelDescription } from '@kith/core'

/** The objects that screens look at, as far as they do. */
export function models(readOnly: boolean): ModelDescription {
  const can = readOnly ? (['read'] as const) : (['read', 'create', 'update'] as const)
  return {
    objects: [
      {
        name: 'deal',
        plural: 'deals',
        label: 'Deal',
        pluralLabel: 'Deals',
        title: 'name',
        can,
        fields: {
          name: { type: 'text', label: { en: 'Name', nb: 'Navn' } },
          amount: { type: 'money', label: { en: 'Amount', nb: 'Beløp' } },
          closeOn: { type: 'date', label: { en: 'Expected to close', nb: 'Forventet avsluttet' } },
          lostReason: { type: 'text', label: { en: 'Lost because', nb: 'Tapt fordi' } },
        },
      },
      {
        name: 'conversation',
        plural: 'conversations',
        label: 'Conversation',
        pluralLabel: 'Conversations',
        title: 'subject',
        can,
        fields: {},
      },
    ],
  }
}
