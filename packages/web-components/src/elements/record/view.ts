import type { StoredRecord } from '@kith/core'
import type { RecordTexts } from '../../base/record-texts.ts'
import type { EditContext } from '../../fields/edit.ts'
import type { ShownContext } from '../../fields/shown.ts'
import type { RecordState, RecordStore } from '../../stores/record-types.ts'
import type { ScreenField, ScreenObject } from '../../values/model.ts'

/** A form in a dialog: what it asks, and what happens with the answers. */
export interface Ask {
  readonly title: string
  readonly help?: string
  readonly fields: readonly ScreenField[]
  readonly values: Readonly<Record<string, unknown>>
  readonly submitLabel: string
  readonly more?: unknown
  /** @throws KithError with `issues` */
  readonly run: (values: Readonly<Record<string, unknown>>, form: HTMLFormElement) => Promise<unknown>
}

/** The field that is being written, and the record as it was seen when that began. */
export interface Editing {
  readonly field: string
  readonly seen: StoredRecord
}

export type Tab = 'facts' | 'timeline' | 'related'
export type Composing = 'note' | 'call' | 'task'

/** What a person does on a record's page. */
export interface RecordActs {
  readonly store: RecordStore
  readonly edit: (field: string | undefined) => void
  readonly save: (event: SubmitEvent) => void
  readonly ask: (what: Ask | 'field' | undefined) => void
  readonly answer: (event: SubmitEvent) => void
  readonly addField: (event: SubmitEvent) => void
  readonly compose: (kind: Composing) => void
  readonly log: (event: SubmitEvent) => void
  readonly tab: (tab: Tab) => void
  readonly move: (stageId: string) => void
  readonly open: (object: string, id: string) => void
  /** Shows why rules did what they did, the given intent first; undefined closes. Absent where the client cannot say. */
  readonly explain: ((correlation: string | undefined) => void) | undefined
}

/** What the templates of a record's page show. */
export interface RecordView {
  readonly state: RecordState
  readonly object: ScreenObject
  readonly record: StoredRecord
  readonly texts: RecordTexts
  readonly locale: string
  readonly now: number
  readonly title: string
  /** The person may change it. */
  readonly writable: boolean
  readonly context: ShownContext
  readonly edit: EditContext
  readonly editing: Editing | undefined
  readonly asked: Ask | 'field' | undefined
  readonly problem: string
  readonly composing: Composing
  readonly sending: boolean
  readonly tab: Tab
  /** The intent that the person asks about. */
  readonly explained: string | undefined
  readonly client: object
  readonly acts: RecordActs
}
