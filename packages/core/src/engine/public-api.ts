import { consentDigest, type FormState, publicForm, validateSubmission } from '../domain/form/form.operations.ts'
import { countryOf } from '../domain/inputs.ts'
import type { Lead } from '../domain/lead/lead.schema.ts'
import { OPEN_LEAD, openLeadKey } from '../domain/lead/open-lead.ts'
import { judgeSubmission, readRender, signRender } from '../domain/spam.ts'
import { isLanguageTag } from '../domain/submission/submission.inputs.ts'
import { captureLead, SUBMISSION, submissionKey } from '../domain/submission/submission.operations.ts'
import type { PublicApi, Receipt, SubmissionInput } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { isKithError, KithError } from '../shared/errors.ts'
import { sameValue } from './change-draft.ts'
import { uploadPublicFile } from './file-api.ts'
import type { Engine } from './session.ts'
import type { TenantState } from './tenant-state.ts'
import { createVisitorChat } from './visitor-chat.ts'

/** A website whose pages may hand in forms and chat: what its site key stands for. */
export interface Site {
  readonly tenant: string
  /** Forms that its pages may show; absent: all of the tenant. */
  readonly formIds?: readonly string[]
  /** The visitor's network: /24 of IPv4, /64 of IPv6. */
  readonly ip?: string
}

const VISITOR = { kind: 'visitor', id: 'visitor' } as const

/** What the pages of a website may do. Nothing here reads or probes what is stored of others. */
export function createPublicApi(engine: Engine, site: Site): PublicApi {
  return {
    ...createVisitorChat(engine, site),
    async form(id, options = {}) {
      const state = await engine.tenants.get(site.tenant)
      const form = await readForm(engine, site, id)
      const locale = localeOf(options.locale) ?? state.locale
      const now = engine.clock.now()
      const facts = {
        formId: form.id,
        formVersion: form.version,
        renderedAt: now,
        consentDigest: consentDigest(form, locale),
      }
      const shown = publicForm(form, state.model, locale, { now, zone: state.zone })
      return { ...shown, token: signRender(facts, await engine.secret(site.tenant)) }
    },
    ...(engine.files
      ? {
          uploadFile: async (formId: string, file: Parameters<NonNullable<PublicApi['uploadFile']>>[1]) => {
            await readForm(engine, site, formId)
            return uploadPublicFile(engine, site.tenant, file)
          },
        }
      : {}),
    submit: (formId, input, { idempotencyKey }) => submit(engine, site, formId, input, idempotencyKey),
  }
}

/** A language as pages write it (`nb_NO` too); undefined where it is none: the submission has to come back with it. */
function localeOf(text: string | undefined): string | undefined {
  const tag = text?.replaceAll('_', '-')
  return tag !== undefined && isLanguageTag(tag) ? tag : undefined
}

async function readForm(engine: Engine, site: Site, id: string): Promise<FormState> {
  const allowed = site.formIds === undefined || site.formIds.includes(id)
  const [form] = allowed ? await engine.storage.get({ tenant: site.tenant }, 'form', [id]) : []
  if (!form || form['deletedAt'] !== undefined) throw new KithError('NOT_FOUND')
  return form as unknown as FormState
}

/** A submission is one for ever: the same key of the same form answers with the first receipt. */
async function submit(
  engine: Engine,
  site: Site,
  formId: string,
  input: SubmissionInput,
  key: string,
): Promise<Receipt> {
  const scope = { tenant: site.tenant }
  const state = await engine.tenants.get(site.tenant)
  const form = await readForm(engine, site, formId)
  const earlier = await engine.storage.holder(scope, SUBMISSION, submissionKey(formId, key))
  if (earlier) return earlierReceipt(engine, state, form, earlier.id, input)
  const secret = await engine.secret(site.tenant)
  const render = input.token === undefined ? undefined : readRender(input.token, formId, secret)
  try {
    const { records } = await engine.commit({
      state,
      actor: VISITOR,
      cause: 'captureLead',
      args: null,
      options: {},
      source: { form: formId, formVersion: form.version },
      planAgainOn: [OPEN_LEAD],
      plan: async (context) => {
        const verdict = judgeSubmission({
          honeypot: input.website_url,
          token: input.token,
          facts: render,
          now: context.now,
          tokenNeeded: false,
        })
        const plan = captureLead(
          { form, verdict, render, holder: await openLeadOf(engine, site, input) },
          { submission: input, key },
          context,
        )
        const made = plan.writes.find((write) => write.object === 'submission')
        return {
          plan,
          result: made?.kind === 'create' ? { submission: { object: 'submission', id: made.record.id } } : {},
        }
      },
    })
    return receiptOf(records['submission'] as StoredRecord)
  } catch (error) {
    const lost = isKithError(error, 'ALREADY_EXISTS') && error.details['space'] === SUBMISSION
    if (!lost) throw error
    return earlierReceipt(engine, state, form, String(error.details['id']), input)
  }
}

async function openLeadOf(engine: Engine, site: Site, input: SubmissionInput): Promise<Lead | undefined> {
  const key = openLeadKey(input.values)
  const held = key === undefined ? undefined : await engine.storage.holder({ tenant: site.tenant }, OPEN_LEAD, key)
  if (!held) return undefined
  const [lead] = await engine.storage.get({ tenant: site.tenant }, 'lead', [held.id])
  return lead as Lead | undefined
}

function receiptOf(submission: StoredRecord): Receipt {
  return { id: submission.id, at: String(submission['createdAt']) }
}

/** The first receipt again. The same key with other answers is refused, while the form asks the same as then. */
async function earlierReceipt(
  engine: Engine,
  state: TenantState,
  form: FormState,
  id: string,
  input: SubmissionInput,
): Promise<Receipt> {
  const [submission] = await engine.storage.get({ tenant: state.tenant }, 'submission', [id])
  if (!submission) throw new KithError('NOT_FOUND')
  if (submission['formVersion'] !== form.version) return receiptOf(submission)
  // As it was asked then: a condition on today's date may ask for something else now.
  const context = { now: String(submission['createdAt']), zone: state.zone, ...countryOf(state) }
  const values = validateSubmission(form, state.model, input.values, context)
  if (!sameValue(values, submission['values'])) throw new KithError('IDEMPOTENCY_MISMATCH')
  return receiptOf(submission)
}
