import type { ModelDescription } from '@kith/core'
import type { RecordTexts } from '../../base/record-texts.ts'
import type { EditContext } from '../../fields/edit.ts'
import type { ShownContext } from '../../fields/shown.ts'
import type { RecordListStore } from '../../stores/record-list.ts'
import type { RecordListState } from '../../stores/record-list-types.ts'
import type { ListFilter } from './list-filter.ts'

/** What a person does in a list. */
export interface RecordListActs {
  readonly store: RecordListStore
  readonly sort: (field: string) => void
  readonly search: (event: Event) => void
  readonly click: (event: Event) => void
  readonly key: (event: KeyboardEvent) => void
  readonly focus: (event: Event) => void
  readonly restore: (id: string) => void
  /** Opens a dialog, or closes it. */
  readonly dialog: (which: RecordListView['dialog']) => void
  readonly columns: (event: Event) => void
  readonly create: (event: SubmitEvent) => void
  readonly addField: (event: SubmitEvent) => void
  readonly filter: ListFilter
}

/** What the templates of a list show. */
export interface RecordListView {
  readonly state: RecordListState
  readonly texts: RecordTexts
  readonly locale: string
  /** What the list is called: the plural of its object. */
  readonly title: string
  readonly context: ShownContext
  readonly edit: EditContext
  readonly objects: ModelDescription['objects']
  /** Id of the row that Tab reaches. */
  readonly active: string
  readonly dialog: 'create' | 'field' | undefined
  /** What is wrong as a whole. */
  readonly problem: string
  readonly acts: RecordListActs
}
