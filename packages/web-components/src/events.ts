import type { UncheckedFilter } from '@kith/core'

/** Detail of `kith-submit`, before a form is sent: what listeners change here is what is sent. */
export interface KithSubmitDetail {
  values: Record<string, unknown>
}

/** Detail of `kith-success`: ids only, so that it may go into an analytics tool. */
export interface KithSuccessDetail {
  readonly submissionId: string
}

/** Detail of `kith-error`. */
export interface KithErrorDetail {
  /** Code of the table of errors; `NETWORK`: it is kept and sent later. */
  readonly code: string
}

/** Detail of `kith-message`. */
export interface KithMessageDetail {
  readonly messageId: string
}

/** Detail of `kith-move`, before a deal is moved: stage ids. */
export interface KithMoveDetail {
  readonly id: string
  readonly from: string
  readonly to: string
}

/** Detail of `kith-select`: the record that a person opens. */
export interface KithSelectDetail {
  readonly object: string
  readonly id: string
}

/** Detail of `kith-change`: a filter that a person changed. */
export interface KithChangeDetail {
  /** Without conditions that are not finished. */
  readonly value: UncheckedFilter
  /** Whether the server takes it and every condition is finished. */
  readonly valid: boolean
}

/** Detail of `kith-filter`: the filter that a list shows. */
export interface KithFilterDetail {
  readonly where: UncheckedFilter | undefined
}

/** Detail of `kith-title`: what a record is called. */
export interface KithTitleDetail {
  readonly title: string
}

/** Detail of `kith-pick`: the chosen record, empty for none. */
export interface KithPickDetail {
  readonly id: string
}

/** Detail of `kith-save`: the rule that is stored. */
export interface KithSaveDetail {
  readonly id: string
}

/** Detail of `kith-unsaved`: whether something would be lost by leaving. */
export interface KithUnsavedDetail {
  readonly unsaved: boolean
}

declare global {
  interface HTMLElementEventMap {
    'kith-submit': CustomEvent<KithSubmitDetail>
    'kith-success': CustomEvent<KithSuccessDetail>
    'kith-error': CustomEvent<KithErrorDetail>
    'kith-message': CustomEvent<KithMessageDetail>
    'kith-move': CustomEvent<KithMoveDetail>
    'kith-select': CustomEvent<KithSelectDetail>
    'kith-title': CustomEvent<KithTitleDetail>
    'kith-pick': CustomEvent<KithPickDetail>
    'kith-filter': CustomEvent<KithFilterDetail>
    'kith-change': CustomEvent<KithChangeDetail>
    'kith-new': CustomEvent<Record<string, never>>
    'kith-save': CustomEvent<KithSaveDetail>
    'kith-unsaved': CustomEvent<KithUnsavedDetail>
    'kith-open': CustomEvent<Record<string, never>>
    'kith-close': CustomEvent<Record<string, never>>
  }
}
