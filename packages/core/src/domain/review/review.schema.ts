import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'
import type { ProposedCommand, ReviewReason } from './review.inputs.ts'

/** One step of a review: who decided or objected, when, why, and after how long a look. */
export interface ReviewStep {
  readonly as: 'approved' | 'changed' | 'refused' | 'contested'
  readonly by: string
  readonly at: string
  readonly reason?: string
  readonly lookedSeconds?: number
}

/** A case that went the other way and differs in the fewest conditions. */
export interface CounterCase {
  readonly recordId: string
  /** The conditions that came out differently, as they did there. */
  readonly differs: readonly ReviewReason[]
}

/** A decision about somebody that a rule proposes and a person takes. Until then nothing of it happens. */
export const review = defineObject({
  name: 'review',
  label: { en: 'Review', nb: 'Vurdering' },
  pluralLabel: { en: 'Reviews', nb: 'Vurderinger' },
  title: 'title',
  list: ['title', 'status', 'object', 'ruleId', 'decidedBy', 'createdAt'],
  operationsOnly: true,
  fields: {
    title: f.text({ label: { en: 'Proposal', nb: 'Forslag' }, required: true, maxLength: 500 }),
    status: f.select({
      label: { en: 'Status', nb: 'Status' },
      required: true,
      indexed: true,
      options: [
        { id: 'proposed', label: { en: 'Waits for a decision', nb: 'Venter på avgjørelse' } },
        { id: 'approved', label: { en: 'Approved', nb: 'Godkjent' } },
        { id: 'changed', label: { en: 'Approved with changes', nb: 'Godkjent med endringer' } },
        { id: 'refused', label: { en: 'Refused', nb: 'Avslått' } },
        { id: 'contested', label: { en: 'Contested', nb: 'Bestridt' } },
      ],
    }),
    ruleId: f.text({ label: { en: 'Rule', nb: 'Regel' }, indexed: true, searchable: false }),
    ruleVersion: f.number({ label: { en: 'Version of the rule', nb: 'Regelversjon' }, integer: true }),
    object: f.text({ label: { en: 'About', nb: 'Gjelder' }, required: true, searchable: false }),
    recordId: f.text({ label: { en: 'Record', nb: 'Oppføring' }, required: true, indexed: true, searchable: false }),
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' }, inheritsAccess: true }),
    companyId: f.relation({ to: 'company', label: { en: 'Company', nb: 'Firma' } }),
    leadId: f.relation({ to: 'lead', label: { en: 'Lead', nb: 'Henvendelse' }, inheritsAccess: true }),
    dealId: f.relation({ to: 'deal', label: { en: 'Deal', nb: 'Salg' }, inheritsAccess: true }),
    ticketId: f.relation({ to: 'ticket', label: { en: 'Ticket', nb: 'Sak' }, inheritsAccess: true }),
    /** What is carried out after an approval. */
    commands: f.json<readonly ProposedCommand[]>({ label: { en: 'What would happen', nb: 'Hva som ville skje' } }),
    changedCommands: f.json<readonly ProposedCommand[]>({
      label: { en: 'What happens instead', nb: 'Hva som skjer i stedet' },
    }),
    reasons: f.json<readonly ReviewReason[]>({ label: { en: 'Reasons', nb: 'Grunner' }, personal: true }),
    evidence: f.json<Readonly<Record<string, unknown>>>({
      label: { en: 'Facts at that time', nb: 'Fakta på det tidspunktet' },
      personal: true,
    }),
    counterCase: f.json<CounterCase>({
      label: { en: 'Nearest other case', nb: 'Nærmeste motsatte tilfelle' },
      personal: true,
    }),
    /** Users who gain by it and therefore do not decide. */
    servesIds: f.relation({ to: 'user', label: { en: 'Serves', nb: 'Tjener' }, many: true }),
    approverRole: f.text({ label: { en: 'Decided by role', nb: 'Avgjøres av rolle' }, searchable: false }),
    decidedBy: f.relation({ to: 'user', label: { en: 'Decided by', nb: 'Avgjort av' } }),
    decidedAt: f.dateTime({ label: { en: 'Decided at', nb: 'Avgjort' }, indexed: true }),
    lookedSeconds: f.number({ label: { en: 'Seconds looked at', nb: 'Sekunder sett på' }, min: 0 }),
    carriedOutAt: f.dateTime({ label: { en: 'Carried out at', nb: 'Utført' } }),
    /** List of {@link ReviewStep}, oldest first. */
    steps: f.json<readonly ReviewStep[]>({ label: { en: 'Steps', nb: 'Trinn' }, personal: true }),
  },
})

/** A record of {@link review}. */
export type Review = RecordOf<typeof review>
