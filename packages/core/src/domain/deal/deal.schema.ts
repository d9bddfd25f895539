import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'

/** One stay in a stage; `leftAt` is absent while the deal is there. */
export interface StageVisit {
  readonly stageId: string
  readonly enteredAt: string
  readonly leftAt?: string
}

/** A sale in progress. */
export const deal = defineObject({
  name: 'deal',
  label: { en: 'Deal', nb: 'Salg' },
  pluralLabel: { en: 'Deals', nb: 'Salg' },
  title: 'name',
  list: ['name', 'amount', 'stageId', 'closeOn', 'contactId', 'ownerId'],
  indexes: [['pipelineId', 'stageId', 'stageEnteredAt']],
  totals: {
    by: ['pipelineId', 'stageId', 'status', 'ownerId', 'teamId', 'amount.currency'],
    sum: ['amount.amountMinor', 'amount.baseMinor'],
  },
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true }),
    amount: f.money({ label: { en: 'Amount', nb: 'Beløp' }, indexed: true }),
    pipelineId: f.relation({ to: 'pipeline', label: { en: 'Pipeline', nb: 'Salgsprosess' }, readOnly: true }),
    stageId: f.text({ label: { en: 'Stage', nb: 'Steg' }, indexed: true, readOnly: true, searchable: false }),
    stageEnteredAt: f.dateTime({
      label: { en: 'In stage since', nb: 'I steget siden' },
      indexed: true,
      readOnly: true,
    }),
    /** The last 100 stays, oldest first; all of them are in the log. See {@link StageVisit}. */
    stageHistory: f.json<readonly StageVisit[]>({ label: { en: 'Stages', nb: 'Steg' }, readOnly: true }),
    status: f.select({
      label: { en: 'Status', nb: 'Status' },
      indexed: true,
      readOnly: true,
      default: 'open',
      options: [
        { id: 'open', label: { en: 'Open', nb: 'Åpent' } },
        { id: 'won', label: { en: 'Won', nb: 'Vunnet' } },
        { id: 'lost', label: { en: 'Lost', nb: 'Tapt' } },
      ],
    }),
    /** 0 to 100, from the stage. */
    probability: f.number({ label: { en: 'Probability (%)', nb: 'Sannsynlighet (%)' }, min: 0, max: 100 }),
    closeOn: f.date({ label: { en: 'Expected to close', nb: 'Forventet avsluttet' }, indexed: true }),
    closedAt: f.dateTime({ label: { en: 'Closed at', nb: 'Avsluttet' }, indexed: true, readOnly: true }),
    lostReason: f.text({ label: { en: 'Lost because', nb: 'Tapt fordi' }, maxLength: 2_000 }),
    contactId: f.relation({ to: 'contact', label: { en: 'Contact', nb: 'Kontakt' } }),
    companyId: f.relation({ to: 'company', label: { en: 'Company', nb: 'Firma' } }),
    contacts: f.links({ to: 'contact', label: { en: 'People involved', nb: 'Involverte' } }),
    source: f.text({ label: { en: 'Source', nb: 'Kilde' }, indexed: true, searchable: false }),
    campaign: f.text({ label: { en: 'Campaign', nb: 'Kampanje' }, searchable: false }),
    description: f.longText({ label: { en: 'Description', nb: 'Beskrivelse' } }),
    tags: f.links({ to: 'tag', role: 'tag', label: { en: 'Tags', nb: 'Merkelapper' } }),
    lastActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Last activity', nb: 'Siste aktivitet' }, indexed: true }),
    nextActivityAt: f.rollup({ of: 'dateTime', label: { en: 'Next activity', nb: 'Neste aktivitet' }, indexed: true }),
  },
})

/** A record of {@link deal}. */
export type Deal = RecordOf<typeof deal>
