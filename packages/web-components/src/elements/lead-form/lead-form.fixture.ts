import type { PublicForm, PublicFormField } from '@kith/core'
import { ApiError } from '../../api/call.ts'
import type { FormApi } from '../../api/forms.ts'

/** The contact form of the demo company. */
export const aForm = (changes: Partial<PublicForm> = {}): PublicForm => ({
  id: 'contact',
  version: 1,
  title: 'Book a viewing',
  intro: 'Brattvoll Terrasse, 3 bedrooms',
  submitLabel: 'Book a viewing',
  thanks: 'Thank you. A person answers within one working day.',
  locale: 'en',
  token: 'signed',
  fields: [
    { id: 'name', type: 'personName', label: 'Name', required: true },
    { id: 'email', type: 'email', label: 'E-mail', required: true },
    { id: 'phone', type: 'phone', label: 'Phone' },
    { id: 'message', type: 'longText', label: 'Message', help: 'Which home, and when would it suit you?' },
  ],
  consents: [
    {
      purpose: 'sales',
      channel: 'phone',
      text: 'You may call me about homes like this one. I can withdraw this at any time.',
    },
  ],
  ...changes,
})

const kindOfHome: PublicFormField = {
  id: 'kind',
  type: 'select',
  label: 'Kind of home',
  required: true,
  options: [
    { id: 'flat', label: 'Flat' },
    { id: 'house', label: 'House' },
  ],
}

/** A field of each type that a visitor can fill in. */
export const fieldsOfAllTypes: readonly PublicFormField[] = [
  { id: 'company', type: 'text', label: 'Company', required: true },
  { id: 'website', type: 'url', label: 'Website' },
  { id: 'rooms', type: 'number', label: 'Rooms', min: 1, max: 20 },
  { id: 'budget', type: 'money', label: 'Budget' },
  { id: 'movingOn', type: 'date', label: 'Moving day' },
  { id: 'callAt', type: 'dateTime', label: 'Call me at' },
  { id: 'pets', type: 'boolean', label: 'We have pets' },
  kindOfHome,
  {
    id: 'extras',
    type: 'multiSelect',
    label: 'It should have',
    options: [
      { id: 'lift', label: 'A lift' },
      { id: 'garden', label: 'A garden' },
      { id: 'parking', label: 'Parking' },
    ],
  },
  { id: 'stars', type: 'rating', label: 'How do you like this page?' },
  { id: 'address', type: 'address', label: 'Your address' },
  { id: 'plan', type: 'file', label: 'Plan of your home' },
  { id: 'licence', type: 'credential', label: 'Agent licence' },
  { id: 'owner', type: 'relation', label: 'Never shown' },
]

/** Asks about a garden only of those who want a house, and about its size only of those who want a garden. */
export const formWithConditions = (): PublicForm =>
  aForm({
    fields: [
      kindOfHome,
      {
        id: 'garden',
        type: 'boolean',
        label: 'It should have a garden',
        when: { op: 'in', ref: { field: 'kind', slot: 'value', kind: 'text', type: 'select' }, values: ['house'] },
      },
      {
        id: 'wish',
        type: 'text',
        label: 'What shall grow there?',
        required: true,
        when: {
          op: 'compare',
          ref: { field: 'garden', slot: 'value', kind: 'boolean', type: 'boolean' },
          cmp: 'eq',
          value: true,
        },
      },
      {
        id: 'address',
        type: 'address',
        label: 'Where is it?',
        when: { op: 'in', ref: { field: 'kind', slot: 'value', kind: 'text', type: 'select' }, values: ['house'] },
      },
      { id: 'email', type: 'email', label: 'E-mail', required: true },
    ],
    consents: [],
  })

/** Calls that a fake server got. */
export interface FakeForms extends FormApi {
  readonly calls: { readonly id: string; readonly input: unknown; readonly key: string }[]
}

/** A server that answers each submission by the next of `answers`, the last one for ever; an error is thrown. */
export function fakeForms(
  form: PublicForm = aForm(),
  answers: readonly (ApiError | 'ok' | Promise<never>)[] = ['ok'],
): FakeForms {
  const calls: FakeForms['calls'][number][] = []
  return {
    calls,
    form: async () => form,
    async submit(id, input, { idempotencyKey: key }) {
      calls.push({ id, input, key })
      const answer = await (answers[Math.min(calls.length, answers.length) - 1] as ApiError | 'ok')
      if (answer !== 'ok') throw answer
      return { id: `submission-${calls.length}`, at: '2026-11-23T12:00:00.000Z' }
    },
    uploadFormFile: async () => ({ id: 'file-1' }),
  }
}

/** What never answers. */
export const never = new Promise<never>(() => {})

export const unreachable = new ApiError('NETWORK')
export const tooMany = new ApiError('RATE_LIMITED', { retryAfterSeconds: 30 }, 429)
export const refusedEmail = new ApiError(
  'INVALID_INPUT',
  { issues: [{ path: '/values/email', code: 'email', message: 'Write an e-mail address, as name@example.com.' }] },
  400,
)
