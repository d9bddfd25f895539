import { formCondition } from '../../filter/form-condition.ts'
import { requiredFields } from '../../filter/required-fields.ts'
import { deepFreeze } from '../../schema/define-object.ts'
import type { Model } from '../../schema/model.ts'
import { isKithError, KithError } from '../../shared/errors.ts'
import type { Label } from '../../shared/locale.ts'
import { canAsk, formSubject } from './form.operations.ts'
import type { FormConsent, FormField } from './form.schema.ts'

/** A form as plain data. */
export interface FormDefinition {
  /** Part of its address; never changes. */
  readonly id: string
  /** For the back office, and for visitors where there is no `heading`. */
  readonly title: string
  readonly heading?: Label
  /** Object that it makes; only `lead` now. */
  readonly object: 'lead'
  readonly fields: readonly FormField[]
  readonly consents?: readonly FormConsent[]
  readonly intro?: Label
  readonly submitLabel?: Label
  readonly thanks?: Label
  readonly status?: 'open' | 'closed'
  /** What its leads get as `source`. Default `website`. */
  readonly source?: string
  readonly redirectUrl?: string
}

/** What {@link defineForm} takes: `object` may be left out. */
export type FormInput = Omit<FormDefinition, 'object'> & { readonly object?: 'lead' }

/**
 * Describes a form for visitors. The result is frozen. Whether its fields are there is checked with the model.
 *
 * @throws KithError `INVALID_DEFINITION` with a path: an id that cannot stand in an address, no field, a field or
 * consent that is there twice
 * @example
 * defineForm({ id: 'valuation', title: 'What is my home worth?', fields: [{ field: 'name', required: true }, { field: 'email', required: true }] })
 */
export function defineForm(input: FormInput): FormDefinition {
  const { id, fields, consents = [] } = input
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) refuse(id, '/id', 'an id is ASCII letters, digits, _ or -')
  if (fields.length === 0) refuse(id, '/fields', 'a form asks for something')
  requireDistinct(
    id,
    '/fields',
    fields.map((field) => field.field),
  )
  requireDistinct(
    id,
    '/consents',
    consents.map(({ purpose, channel = '' }) => `${purpose} ${channel}`.trim()),
  )
  return deepFreeze({ object: 'lead', ...input })
}

/**
 * Checks a form against a model.
 *
 * @throws KithError `INVALID_DEFINITION` for a field that is not there or cannot be asked of a visitor, and for a
 * condition that cannot be asked in a form or looks at a field that is not asked before
 */
export function checkForm({ id, object, fields }: FormDefinition, model: Model): void {
  for (const [at, { field, when }] of fields.entries()) {
    const subject = formSubject(model, object, field)
    if (!subject) refuse(id, `/fields/${at}`, `there is no field "${field}" of ${object} that a form can ask for`)
    else if (!canAsk(subject.field)) refuse(id, `/fields/${at}`, `a visitor cannot be asked for "${field}"`)
    if (when === undefined) continue
    const earlier = new Set(fields.slice(0, at).map((one) => one.field))
    const later = fieldsOf(model, object, when, (reason) => refuse(id, `/fields/${at}/when`, reason)).find(
      (one) => !earlier.has(one),
    )
    if (later !== undefined) refuse(id, `/fields/${at}/when`, `"${later}" is not asked before "${field}"`)
  }
}

/** Of which moment does not matter for whether it can be asked. */
const ANY_TIME = { now: '2000-01-01T00:00:00.000Z', zone: 'UTC' }

function fieldsOf(model: Model, object: string, when: unknown, refused: (reason: string) => never): readonly string[] {
  try {
    formCondition(model, object, when, ANY_TIME)
    return requiredFields(model, object, when)
  } catch (error) {
    if (!isKithError(error, 'INVALID_FILTER')) throw error
    return refused(`${error.details['path']}: ${error.details['reason']}`)
  }
}

function requireDistinct(id: string, path: string, keys: readonly string[]): void {
  for (const [at, key] of keys.entries())
    if (keys.indexOf(key) !== at) refuse(id, `${path}/${at}`, `"${key}" is there twice`)
}

function refuse(id: string, path: string, reason: string): never {
  throw new KithError('INVALID_DEFINITION', { path: `/forms/${id}${path}`, reason })
}
