export * from './api/index.ts'
export { define, hostStyles, KithElement, StoreController, TextsController, textsOf } from './base/index.ts'
export { KithChat } from './elements/chat/chat.ts'
export { KithFilterBuilder } from './elements/filter-builder/filter-builder.ts'
export { KithInbox } from './elements/inbox/inbox.ts'
export { KithJobList } from './elements/job-list/job-list.ts'
export { KithLeadForm } from './elements/lead-form/lead-form.ts'
export { KithPipelineBoard } from './elements/pipeline-board/pipeline-board.ts'
export { KithRecord } from './elements/record/record.ts'
export { KithRecordList } from './elements/record-list/record-list.ts'
export { KithRecordPicker } from './elements/record-picker/record-picker.ts'
export { KithReviewQueue } from './elements/review-queue/review-queue.ts'
export { KithRuleEditor } from './elements/rule-editor/rule-editor.ts'
export { KithRuleList } from './elements/rule-list/rule-list.ts'
export { KithSimulation } from './elements/simulation/simulation.ts'
export { KithWhy } from './elements/why/why.ts'
export type {
  KithChangeDetail,
  KithErrorDetail,
  KithFilterDetail,
  KithMessageDetail,
  KithMoveDetail,
  KithSaveDetail,
  KithSelectDetail,
  KithSubmitDetail,
  KithSuccessDetail,
  KithUnsavedDetail,
} from './events.ts'
export type { FieldRenderer, FieldView } from './fields/renderer.ts'
export type { Texts } from './locales/en.ts'
export { sayMoney, sayValue, titleOf, type ValueContext } from './values/text.ts'
export { daysTo, sayExactly, sayWhen } from './values/when.ts'
