import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../../schema/model.ts'
import type { StoredRecord } from '../../schema/record.ts'
import { createRecordParser } from '../../schema/record-parser.ts'
import type { FieldMap } from '../../schema/types.ts'
import { sha256 } from '../../shared/sha256.ts'
import { afterPlan } from '../../testing/after-plan.ts'
import { aContext, aForm, aPipeline } from '../../testing/builders.ts'
import type { Consent } from '../consent/consent.schema.ts'
import { validateSubmission } from '../form/form.operations.ts'
import type { FormField } from '../form/form.schema.ts'
import { standardObjects } from '../index.ts'
import { captureLead } from '../submission/submission.operations.ts'
import type { Submission } from '../submission/submission.schema.ts'
import { convertLead } from './lead.operations.ts'
import type { Lead } from './lead.schema.ts'

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\0'))
const label = fc.stringMatching(/^[a-z]{1,12}$/)
const address = fc.tuple(label, label).map(([local, domain]) => `${local}@${domain}.no`)

/** Values that visitors may give, by type of field. */
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  text: words,
  longText: words,
  personName: words,
  email: address,
  phone: fc.integer({ min: 20_000_000, max: 99_999_999 }).map((number) => `+47${number}`),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  date: fc.integer({ min: 0, max: 20_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
  select: fc.constantFrom('a', 'b'),
  multiSelect: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
  money: fc.integer().map((amountMinor) => ({ amountMinor, currency: 'NOK' })),
  rating: fc.integer({ min: 1, max: 5 }),
}
const OPTIONS = { options: [{ id: 'a' }, { id: 'b' }] }
const definitionOf = (type: string) => ({ type, ...(type.endsWith('elect') ? OPTIONS : {}) }) as FieldMap[string]

/** The fields that an app adds to lead and (some of them) to what a lead becomes. */
const APP: Record<string, FieldMap[string]> = Object.fromEntries(
  Object.keys(VALUES).map((type) => [`${type}App`, definitionOf(type)]),
)
/** Fields that only a contact has: the answers wait in the submission. */
const OF_CONTACTS: Record<string, FieldMap[string]> = {
  petName: definitionOf('text'),
  bornOn: definitionOf('date'),
  taste: definitionOf('multiSelect'),
}
const RUN_TIME = Object.fromEntries(['text', 'number', 'select'].map((type) => [`x_${type}`, definitionOf(type)]))
const STANDARD = { name: 'personName', email: 'email', phone: 'phone', companyName: 'text', message: 'longText' }

const typeOf = (field: string) =>
  (STANDARD as Record<string, string>)[field] ?? (APP[field] ?? OF_CONTACTS[field] ?? RUN_TIME[field])?.type ?? 'text'
const fieldIds = fc.uniqueArray(
  fc.constantFrom(...[STANDARD, APP, OF_CONTACTS, RUN_TIME].flatMap((fields) => Object.keys(fields))),
  { minLength: 1 },
)

const situation = fc.record({
  fields: fieldIds.chain((ids) =>
    fc.record(Object.fromEntries(ids.map((id) => [id, VALUES[typeOf(id)] as fc.Arbitrary<unknown>]))),
  ),
  homes: fc.record({ contact: fc.subarray(Object.keys(APP)), deal: fc.subarray(Object.keys(APP)) }),
  version: fc.integer({ min: 1, max: 50 }),
  purposes: fc.uniqueArray(label, { maxLength: 4 }),
  text: words,
  locale: fc.constantFrom('en', 'nb'),
})

function modelWith(homes: { readonly contact: readonly string[]; readonly deal: readonly string[] }) {
  const pick = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, APP[id] as FieldMap[string]]))
  return createModel(standardObjects, {
    lead: APP,
    contact: { ...pick(homes.contact), ...OF_CONTACTS },
    deal: pick(homes.deal),
  }).withFields({
    lead: RUN_TIME,
    deal: RUN_TIME,
  })
}

/** A visitor hands in a form, and an agent converts the lead: all that was stored. */
function lifeOf({
  fields,
  homes,
  version,
  purposes,
  text,
  locale,
}: typeof situation extends fc.Arbitrary<infer Value> ? Value : never) {
  const context = aContext({ model: modelWith(homes) })
  const asked: FormField[] = Object.keys(fields).map((field) => ({ field }))
  const consents = purposes.map((purpose) => ({ purpose, text: { en: `${text} en`, nb: `${text} nb` } }))
  const form = aForm({ version, fields: asked, consents })
  const submission = { values: fields, consents: purposes.map((purpose) => ({ purpose })), locale }
  const captured = captureLead({ form, verdict: { suspect: false } }, { submission, key: 'k' }, context)
  const stored = <Of>(object: string) =>
    afterPlan(captured, object).map((record) => ({ ...record, version: 1 })) as Of[]
  const [lead] = stored<Lead>('lead')
  const converted = convertLead(
    {
      lead: lead as Lead,
      pipeline: aPipeline(),
      consents: stored<Consent>('consent'),
      followers: stored<StoredRecord>('submission').map((record) => ({ object: 'submission', record })),
    },
    {},
    context,
  )
  return {
    model: context.model,
    form,
    context,
    values: validateSubmission(form, context.model, fields, context),
    captured,
    converted,
  }
}

describe('from a form to a converted lead', () => {
  it('writes nothing but what the fields of its objects take', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { model, captured, converted } = lifeOf(given)
        for (const object of ['lead', 'submission', 'consent', 'contact', 'company', 'deal'])
          for (const record of [...afterPlan(captured, object), ...afterPlan(converted, object)])
            expect(createRecordParser(model, object).parseCreate(record, { allow: 'all' })).toMatchObject(record)
      }),
      { numRuns: 50 },
    )
  })

  it('finds each submitted value by its field id, with the form’s version', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { values, model, captured, converted } = lifeOf(given)
        const [submission] = afterPlan<Submission>(captured, 'submission')
        const [lead] = afterPlan(converted, 'lead')
        expect(submission).toMatchObject({ formId: 'contact', formVersion: given.version, values })
        expect(Object.keys(values).sort()).toEqual(Object.keys(given.fields).sort())
        expect(lead).toMatchObject(
          Object.fromEntries(Object.entries(values).filter(([field]) => model.field('lead', field))),
        )
      }),
      { numRuns: 150 },
    )
  })

  it('finds each value on what the lead became, where that has a field with its id', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { values, model, converted } = lifeOf(given)
        for (const object of ['contact', 'deal'])
          for (const [field, value] of Object.entries(values))
            if (field !== 'name' && model.field(object, field)?.type === typeOf(field))
              expect(afterPlan(converted, object)[0]?.[field]).toEqual(value)
      }),
      { numRuns: 150 },
    )
  })

  it('finds each consent of the new contact with the text that was shown', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { captured, converted } = lifeOf(given)
        const shown = `${given.text} ${given.locale}`
        const consents = given.purposes.length > 0 ? afterPlan<Consent>(converted, 'consent') : []
        expect(consents.map((consent) => consent.purpose)).toEqual(given.purposes)
        for (const consent of consents)
          expect(consent).toMatchObject({
            ...{ text: shown, textHash: sha256(shown), formVersion: given.version, locale: given.locale },
            ...{
              contactId: afterPlan(converted, 'contact')[0]?.id,
              submissionId: afterPlan(captured, 'submission')[0]?.id,
            },
          })
      }),
      { numRuns: 100 },
    )
  })
})
