import type { UncheckedFilter } from '../../filter/types.ts'
import { defineObject } from '../../schema/define-object.ts'
import * as f from '../../schema/fields.ts'
import type { RecordOf } from '../../schema/infer.ts'
import type { Label } from '../../shared/locale.ts'

/** One step of a pipeline. */
export interface Stage {
  /** Never changes and is never a label. */
  readonly id: string
  readonly label: Label
  readonly kind: 'open' | 'won' | 'lost'
  /** 0 to 100. Default: 100 for `won`, 0 for `lost`, otherwise unknown. */
  readonly probability?: number
  /** Days without a move after which a deal here counts as neglected. */
  readonly rotAfterDays?: number
  /** Conditions on the deal that must hold before it goes forward from here. */
  readonly exit?: readonly UncheckedFilter[]
}

/** A way of selling: stages in their order. */
export const pipeline = defineObject({
  name: 'pipeline',
  label: { en: 'Pipeline', nb: 'Salgsprosess' },
  pluralLabel: { en: 'Pipelines', nb: 'Salgsprosesser' },
  title: 'name',
  list: ['name', 'order'],
  fields: {
    name: f.text({ label: { en: 'Name', nb: 'Navn' }, required: true }),
    /** Text per language, where `name` is not enough. */
    label: f.json<Label>({ label: { en: 'Name by language', nb: 'Navn per språk' } }),
    /** List of {@link Stage}. */
    stages: f.json<readonly Stage[]>({ label: { en: 'Stages', nb: 'Steg' }, required: true }),
    order: f.number({ label: { en: 'Order', nb: 'Rekkefølge' }, integer: true, indexed: true }),
    retired: f.boolean({ label: { en: 'Retired', nb: 'Utgått' } }),
  },
})

/** A record of {@link pipeline}. */
export type Pipeline = RecordOf<typeof pipeline>
