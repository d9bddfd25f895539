import { compileFormCondition, type FormValues } from '../../filter/form.ts'
import { formCondition } from '../../filter/form-condition.ts'
import type { Condition, FilterContext } from '../../filter/types.ts'
import type { PublicForm, PublicFormField } from '../../ports/crm-api.ts'
import type { Model } from '../../schema/model.ts'
import { createRecordParser, type ParsedValues } from '../../schema/record-parser.ts'
import type { FieldDefinition, FieldType } from '../../schema/types.ts'
import { jsonPointer } from '../../shared/canonical-json.ts'
import { type Issue, isKithError, KithError } from '../../shared/errors.ts'
import { issue } from '../../shared/issues.ts'
import { LIMITS } from '../../shared/limits.ts'
import { type Label, type Locale, labelText } from '../../shared/locale.ts'
import { sha256 } from '../../shared/sha256.ts'
import { textsOf } from '../locales/index.ts'
import { type Values, withoutNothing } from '../plan.ts'
import type { Form, FormConsent, FormField } from './form.schema.ts'

/** What operations need of a form: a record, or its definition in code (version 0). */
export type FormState = Pick<
  Form,
  | 'id'
  | 'version'
  | 'title'
  | 'heading'
  | 'object'
  | 'fields'
  | 'consents'
  | 'intro'
  | 'submitLabel'
  | 'thanks'
  | 'status'
  | 'source'
>

/** Types that a stranger may not fill in: they point to records, or have no control. */
const NOT_ASKED: ReadonlySet<FieldType> = new Set(['relation', 'links', 'rollup', 'json'])

/** A field that a form may name, and the object that it belongs to. */
export interface FormSubject {
  readonly object: string
  readonly field: FieldDefinition
}

/**
 * A field of what the form makes, else one of the contact that a lead becomes: its answer waits in the submission until
 * then. Of a contact only single values that need not be unique; e-mail and phone are the lead's own.
 */
export function formSubject(model: Model, object: string, id: string): FormSubject | undefined {
  const own = model.field(object, id)
  if (own) return { object, field: own }
  const field = object === 'lead' ? model.field('contact', id) : undefined
  return field && !field.many && !field.unique ? { object: 'contact', field } : undefined
}

/** When and where a form is shown or read: relative times of its conditions are those of this moment. */
export type FormContext = Pick<FilterContext, 'now' | 'zone'>

interface Asked extends FormSubject {
  readonly ask: FormField
  /** Of `ask.when`. */
  readonly when?: Condition
}

/** The fields that a form asks for now. Fields that are gone, retired or read-only are left out. */
function askedFields(form: FormState, model: Model, context: FormContext): readonly Asked[] {
  return (form.fields ?? []).flatMap((ask) => {
    const subject = formSubject(model, form.object, ask.field)
    if (!subject || !canAsk(subject.field)) return []
    const when = whenOf(form, ask, model, context)
    return [{ ask, ...subject, ...(when && { when }) }]
  })
}

/** A condition that the model does not know any more asks nothing: better a question too many than an answer that is lost. */
function whenOf({ object }: FormState, { when }: FormField, model: Model, context: FormContext): Condition | undefined {
  if (when === undefined) return undefined
  try {
    return formCondition(model, object, when, context)
  } catch (error) {
    if (isKithError(error, 'INVALID_FILTER')) return undefined
    throw error
  }
}

/** Which fields are shown for these answers: each looks at those before it that are shown themselves. */
function shownFields(asked: readonly Asked[], values: FormValues): readonly Asked[] {
  const seen: Record<string, unknown> = {}
  return asked.filter(({ ask: { field }, when }) => {
    const shown = !when || compileFormCondition(when)(seen)
    if (shown) seen[field] = values[field]
    return shown
  })
}

/** Whether a form may ask for a field. */
export function canAsk(field: FieldDefinition): boolean {
  return !field.readOnly && !field.retired && !NOT_ASKED.has(field.type)
}

/**
 * A form as a visitor sees it, in one language; the engine adds the token.
 *
 * @throws KithError `FORM_CLOSED`
 * @example
 * publicForm(form, model, 'nb', { now, zone: 'Europe/Oslo' }).fields[0] // { id: 'name', type: 'personName', label: 'Navn', required: true }
 */
export function publicForm(
  form: FormState,
  model: Model,
  locale: Locale,
  context: FormContext,
): Omit<PublicForm, 'token'> {
  requireOpen(form)
  const texts = textsOf(locale)
  const text = (label: Label | undefined, fallback = '') => labelText(label, locale, fallback)
  const intro = text(form.intro)
  return {
    id: form.id,
    version: form.version,
    title: text(form.heading, form.title),
    ...(intro === '' ? {} : { intro }),
    submitLabel: text(form.submitLabel, texts.send),
    thanks: text(form.thanks, texts.thanks),
    locale,
    fields: askedFields(form, model, context).map((asked) => publicField(asked, locale)),
    consents: (form.consents ?? []).map((consent) => publicConsent(consent, locale)),
  }
}

/** A consent of a form with its text in one language. */
export function publicConsent(consent: FormConsent, locale: Locale): PublicForm['consents'][number] {
  const { purpose, channel, text, required } = consent
  return {
    purpose,
    ...(channel ? { channel } : {}),
    text: labelText(text, locale),
    ...(required ? { required } : {}),
  }
}

function publicField({ ask: asked, field, when }: Asked, locale: Locale): PublicFormField {
  const text = (label: Label | undefined, fallback = '') => labelText(label, locale, fallback)
  const length = { text: LIMITS.textLength, longText: LIMITS.longTextLength } as Partial<Record<FieldType, number>>
  const options = field.options?.filter((option) => !option.retired)
  return withoutNothing({
    id: asked.field,
    type: field.type,
    label: text(asked.label, text(field.label, asked.field)),
    help: text(asked.help, text(field.help)),
    placeholder: text(asked.placeholder),
    required: isRequired(asked, field) || undefined,
    maxLength: field.maxLength ?? length[field.type],
    min: field.min,
    max: field.max,
    options: options?.map(({ id, label }) => ({ id, label: text(label, id) })),
    when,
  }) as unknown as PublicFormField
}

const isRequired = (asked: FormField, field: FieldDefinition) => asked.required === true || field.required === true

/** @throws KithError `FORM_CLOSED` */
export function requireOpen(form: FormState): void {
  if (form.status === 'closed') throw new KithError('FORM_CLOSED', { form: form.id })
}

/**
 * Reads what a visitor filled in, by the types of the fields that the form asks for. Paths of issues begin with `/values`.
 * A field whose condition does not hold need not be answered; an answer that comes all the same (from a page without
 * scripts) is kept.
 *
 * @param context.country See `countryOf`
 * @throws KithError `FORM_FIELD_UNKNOWN` for a value that the form does not ask for
 * @throws KithError `INVALID_INPUT` with an issue for each value that is missing or cannot be used
 * @example
 * validateSubmission(form, model, { name: 'Kari Nes', email: ' kari@Example.com' }, { now, zone: 'Europe/Oslo' })
 * // { name: { full: 'Kari Nes', given: 'Kari', family: 'Nes' }, email: 'kari@example.com' }
 */
export function validateSubmission(
  form: FormState,
  model: Model,
  values: Values,
  context: FormContext & { readonly country?: string },
): ParsedValues {
  const asked = askedFields(form, model, context)
  refuseUnknown(form, asked, values)
  const { country } = context
  const read = readValues(asked, model, values, country === undefined ? {} : { country })
  const refused = new Set(read.issues.map((one) => one.path.split('/')[2]))
  const missing = shownFields(asked, read.values)
    .filter(
      ({ ask, field }) => isRequired(ask, field) && read.values[ask.field] === undefined && !refused.has(ask.field),
    )
    .map(({ ask }) => issue(`/values/${ask.field}`, 'required'))
  const issues = [...read.issues, ...missing]
  if (issues.length > 0) throw new KithError('INVALID_INPUT', { issues })
  return read.values
}

function refuseUnknown(form: FormState, asked: readonly Asked[], values: Values): void {
  const known = new Set(asked.map(({ ask }) => ask.field))
  const unknown = Object.keys(values).filter((field) => !known.has(field))
  const issues = unknown.map((field) => issue(`/values${jsonPointer([field])}`, 'unknown-field', { field }))
  if (unknown.length > 0) throw new KithError('FORM_FIELD_UNKNOWN', { form: form.id, field: unknown[0], issues })
}

function readValues(
  asked: readonly Asked[],
  model: Model,
  values: Values,
  options: { readonly country?: string },
): { readonly values: ParsedValues; readonly issues: readonly Issue[] } {
  const parts = [...Map.groupBy(asked, ({ object }) => object)].map(([object, of]) => {
    const ids = new Set(of.map(({ ask }) => ask.field))
    return readPart(model, object, Object.fromEntries(Object.entries(values).filter(([id]) => ids.has(id))), options)
  })
  return {
    values: Object.assign({}, ...parts.map((part) => part.values)),
    issues: parts.flatMap((part) => part.issues),
  }
}

function readPart(model: Model, object: string, values: Values, options: { readonly country?: string }) {
  try {
    const parsed = createRecordParser(model, object, options).parseUpdate(values)
    return { values: withoutNothing(parsed), issues: [] as readonly Issue[] }
  } catch (error) {
    if (!isKithError(error, 'INVALID_INPUT')) throw error
    const issues = (error.details.issues ?? []).map((one) => ({ ...one, path: `/values${one.path}` }))
    return { values: {}, issues }
  }
}

/** A short fingerprint of the consent texts that a form shows in a language. */
export function consentDigest(form: FormState, locale: Locale): string {
  const shown = (form.consents ?? []).map((consent) => publicConsent(consent, locale))
  return sha256(JSON.stringify([locale, shown])).slice(0, 16)
}
