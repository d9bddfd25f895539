import { describe, expect, it } from 'vitest'
import { compileFormCondition } from '../../filter/form.ts'
import { createModel } from '../../schema/model.ts'
import { aForm } from '../../testing/builders.ts'
import { defaultForms, standardObjects } from '../index.ts'
import { checkForm, defineForm } from './define-form.ts'
import { consentDigest, publicForm, validateSubmission } from './form.operations.ts'

const CONTEXT = { now: '2026-03-01T09:00:00.000Z', zone: 'UTC' }

const model = createModel(standardObjects, {
  lead: {
    rooms: { type: 'number', required: true, label: { en: 'Rooms', nb: 'Rom' }, min: 1, max: 20 },
    style: {
      type: 'select',
      options: [{ id: 'old' }, { id: 'new', label: { en: 'New', nb: 'Ny' } }, { id: 'gone', retired: true }],
    },
  },
})
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('publicForm', () => {
  it('shows the fields in the order of the form with labels of the locale', () => {
    const shown = publicForm(aForm(), model, 'nb-NO', CONTEXT)
    expect(shown.fields.map((field) => [field.id, field.type, field.label])).toEqual([
      ['name', 'personName', 'Navn'],
      ['email', 'email', 'E-post'],
      ['phone', 'phone', 'Telefon'],
      ['message', 'longText', 'Melding'],
    ])
    expect(shown.consents).toEqual([{ purpose: 'sales', text: 'Dere kan kontakte meg.' }])
  })

  it('takes labels, help and texts of the form before those of the fields', () => {
    const form = aForm({
      heading: { en: 'Talk to us', nb: 'Snakk med oss' },
      thanks: 'Cheers',
      fields: [{ field: 'message', label: { en: 'Your wish' }, help: 'In one line', placeholder: 'A kitchen' }],
    })
    const shown = publicForm(form, model, 'en', CONTEXT)
    expect(shown).toMatchObject({ title: 'Talk to us', thanks: 'Cheers', submitLabel: 'Send' })
    expect(shown.fields[0]).toMatchObject({
      label: 'Your wish',
      help: 'In one line',
      placeholder: 'A kitchen',
      maxLength: 20_000,
    })
  })

  it('shows bounds, what is required and the options that are not retired', () => {
    const shown = publicForm(aForm({ fields: [{ field: 'rooms' }, { field: 'style' }] }), model, 'nb', CONTEXT)
    expect(shown.fields).toEqual([
      { id: 'rooms', type: 'number', label: 'Rom', required: true, min: 1, max: 20 },
      {
        id: 'style',
        type: 'select',
        label: 'style',
        options: [
          { id: 'old', label: 'old' },
          { id: 'new', label: 'Ny' },
        ],
      },
    ])
  })

  it('leaves out what a visitor cannot fill in', () => {
    const form = aForm({ fields: [{ field: 'ownerId' }, { field: 'contactId' }, { field: 'nope' }, { field: 'name' }] })
    expect(publicForm(form, model, 'en', CONTEXT).fields.map((field) => field.id)).toEqual(['name'])
  })

  it('refuses a closed form', () => {
    expect(() => publicForm(aForm({ status: 'closed' }), model, 'en', CONTEXT)).toThrow(code('FORM_CLOSED'))
  })
})

describe('validateSubmission', () => {
  const plain = createModel(standardObjects)

  it('reads values as their fields store them', () => {
    const values = { name: 'Kari Nes', email: ' kari@Example.com ', phone: '22 33 44 55' }
    expect(validateSubmission(aForm(), plain, values, { ...CONTEXT, country: 'NO' })).toEqual({
      name: { full: 'Kari Nes', given: 'Kari', family: 'Nes' },
      email: 'kari@example.com',
      phone: '+4722334455',
    })
  })

  it('names every value that is missing or wrong at its place', () => {
    const validate = () => validateSubmission(aForm(), plain, { email: 'nobody' }, CONTEXT)
    const issues = [
      expect.objectContaining({ path: '/values/email', code: 'email' }),
      expect.objectContaining({ path: '/values/name', code: 'required' }),
    ]
    expect(validate).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', details: { issues } }))
  })

  it.each(['score', 'ownerId', 'status', 'id', '__proto__', 'constructor', 'x_unknown'])(
    'refuses %s, which the form does not ask for',
    (field) => {
      const values = Object.defineProperty({ name: 'Kari', email: 'k@example.com' }, field, {
        value: '1',
        enumerable: true,
      })
      expect(() => validateSubmission(aForm(), plain, values, CONTEXT)).toThrow(code('FORM_FIELD_UNKNOWN'))
    },
  )

  it('asks for a value that only the form requires, and takes blanks for nothing', () => {
    const form = aForm({ fields: [{ field: 'companyName', required: true }] })
    expect(() => validateSubmission(form, plain, { companyName: '  ' }, CONTEXT)).toThrow(code('INVALID_INPUT'))
  })
})

describe('a field with a condition', () => {
  const plain = createModel(standardObjects)
  const form = aForm({
    fields: [
      { field: 'message' },
      { field: 'companyName', required: true, when: { message: { contains: 'office' } } },
      { field: 'phone', required: true, when: { companyName: { empty: false } } },
    ],
  })
  const read = (values: Readonly<Record<string, unknown>>, of = form) => validateSubmission(of, plain, values, CONTEXT)

  it('brings what a page evaluates', () => {
    const [message, company] = publicForm(form, plain, 'en', CONTEXT).fields
    expect(message).not.toHaveProperty('when')
    const isShown = compileFormCondition(JSON.parse(JSON.stringify(company?.when)))
    expect([isShown({ message: 'A new OFFICE' }), isShown({ message: 'A cabin' }), isShown({})]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is required only while its condition holds', () => {
    expect(read({ message: 'A cabin' })).toEqual({ message: 'A cabin' })
    expect(() => read({ message: 'An office' })).toThrow(
      expect.objectContaining({
        details: { issues: [expect.objectContaining({ path: '/values/companyName', code: 'required' })] },
      }),
    )
  })

  it('looks at answers of fields that are shown themselves', () => {
    const hidden = { message: 'A cabin', companyName: 'Nes AS' }
    expect(read(hidden)).toEqual(hidden)
    expect(() => read({ message: 'An office', companyName: 'Nes AS' })).toThrow(code('INVALID_INPUT'))
  })

  it('is asked always when the model does not know its condition any more', () => {
    const old = aForm({ fields: [{ field: 'message', when: { x_gone: 1 } }] })
    expect(publicForm(old, plain, 'en', CONTEXT).fields[0]).not.toHaveProperty('when')
  })

  it.each([
    ['a field that is not asked', [{ field: 'name', when: { message: 'x' } }], '"message" is not asked before "name"'],
    ['itself', [{ field: 'message', when: { message: 'x' } }], '"message" is not asked before "message"'],
    ['records elsewhere', [{ field: 'name', when: { owner: { name: 'Kari' } } }], '/owner'],
    ['a field that is not there', [{ field: 'name', when: { nope: 1 } }], '/nope'],
  ])('may not look at %s', (_, fields, reason) => {
    const form = defineForm({ id: 'a', title: 'T', fields })
    expect(() => checkForm(form, plain)).toThrow(
      expect.objectContaining({
        code: 'INVALID_DEFINITION',
        details: { path: `/forms/a/fields/${fields.length - 1}/when`, reason: expect.stringContaining(reason) },
      }),
    )
  })
})

describe('consentDigest', () => {
  it('changes with the text and with the language', () => {
    const digests = [
      consentDigest(aForm(), 'en'),
      consentDigest(aForm(), 'nb'),
      consentDigest(aForm({ consents: [{ purpose: 'sales', text: 'Call me' }] }), 'en'),
    ]
    expect(new Set(digests).size).toBe(3)
    expect(consentDigest(aForm({ title: 'Other' }), 'en')).toBe(digests[0])
  })
})

describe('defineForm', () => {
  const fields = [{ field: 'name' }]

  it('makes leads and is frozen', () => {
    const form = defineForm({ id: 'visit', title: 'Visit', fields })
    expect(form.object).toBe('lead')
    expect(Object.isFrozen(form.fields)).toBe(true)
  })

  it.each([
    ['an id that cannot stand in an address', { id: 'a b', title: 'T', fields }],
    ['no field', { id: 'a', title: 'T', fields: [] }],
    ['a field twice', { id: 'a', title: 'T', fields: [...fields, ...fields] }],
    [
      'a consent twice',
      {
        id: 'a',
        title: 'T',
        fields,
        consents: [
          { purpose: 's', text: 'A' },
          { purpose: 's', text: 'B' },
        ],
      },
    ],
  ])('refuses %s', (_, input) => {
    expect(() => defineForm(input)).toThrow(code('INVALID_DEFINITION'))
  })

  it.each(['nope', 'ownerId', 'contactId', 'utm', 'emails', 'openDeals'])('does not ask a visitor for %s', (field) => {
    const form = defineForm({ id: 'a', title: 'T', fields: [{ field }] })
    expect(() => checkForm(form, model)).toThrow(code('INVALID_DEFINITION'))
  })

  it('fits the default forms to the standard objects', () => {
    for (const form of defaultForms) expect(() => checkForm(form, model)).not.toThrow()
  })
})
