import type { FormState } from '../domain/form/form.operations.ts'
import type { Lead } from '../domain/lead/lead.schema.ts'
import { OPEN_LEAD, openLeadKey } from '../domain/lead/open-lead.ts'
import { acceptSubmission, rejectSubmission } from '../domain/submission/quarantine.operations.ts'
import type { Submission } from '../domain/submission/submission.schema.ts'
import type { WriteOptions } from '../ports/crm-api.ts'
import type { StoredRecord } from '../schema/record.ts'
import { requireAction } from './access.ts'
import { runOperation } from './operations.ts'
import { readForWrite, type Session } from './session.ts'

/** Makes of a submission in quarantine what it would have made; the lead is nobody's, as every lead that comes in. */
export async function acceptOne(session: Session, id: string, options: WriteOptions): Promise<StoredRecord> {
  requireAction(session.access, 'lead', 'create')
  return runOperation(session, {
    cause: 'acceptSubmission',
    args: { id },
    options,
    ownerless: true,
    planAgainOn: [OPEN_LEAD],
    about: { object: 'submission', id },
    plan: async (context) => {
      const submission = (await readForWrite(session, 'submission', id, options)) as StoredRecord & Submission
      const [form, holder] = await Promise.all([formOf(session, submission), holderOf(session, submission)])
      return acceptSubmission({ submission, form, holder }, {}, context)
    },
  })
}

export function rejectOne(session: Session, id: string, options: WriteOptions): Promise<StoredRecord> {
  return runOperation(session, {
    cause: 'rejectSubmission',
    args: { id },
    options,
    about: { object: 'submission', id },
    plan: async (context) => {
      const submission = (await readForWrite(session, 'submission', id, options)) as StoredRecord & Submission
      return rejectSubmission({ submission }, {}, context)
    },
  })
}

/** The form of a submission, also one that was deleted since. */
async function formOf({ engine, state }: Session, { formId }: Submission): Promise<Pick<FormState, 'id' | 'source'>> {
  const [form] = formId === undefined ? [] : await engine.storage.get({ tenant: state.tenant }, 'form', [formId])
  return form ? (form as unknown as FormState) : { id: formId ?? '' }
}

async function holderOf({ engine, state }: Session, { values }: Submission): Promise<Lead | undefined> {
  const scope = { tenant: state.tenant }
  const key = openLeadKey(values ?? {})
  const held = key === undefined ? undefined : await engine.storage.holder(scope, OPEN_LEAD, key)
  return held && ((await engine.storage.get(scope, 'lead', [held.id]))[0] as Lead | undefined)
}
