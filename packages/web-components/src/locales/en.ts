import { chat } from './en/chat.ts'
import { fieldParts } from './en/field-parts.ts'
import { filterBuilder } from './en/filter-builder.ts'
import { inbox } from './en/inbox.ts'
import { jobList } from './en/job-list.ts'
import { leadForm } from './en/lead-form.ts'
import { leadFormSending } from './en/lead-form-sending.ts'
import { pipelineBoard } from './en/pipeline-board.ts'
import { records } from './en/records.ts'
import { reviewQueue } from './en/review-queue.ts'
import { ruleEditor } from './en/rule-editor.ts'
import { ruleList } from './en/rule-list.ts'
import { simulation } from './en/simulation.ts'
import { why } from './en/why.ts'

/** English, the master: each element's texts lie in a file of their own, so that an element brings only its own. */
export const en = {
  leadForm,
  leadFormSending,
  fieldParts,
  chat,
  inbox,
  pipelineBoard,
  records,
  filterBuilder,
  simulation,
  ruleEditor,
  ruleList,
  why,
  reviewQueue,
  jobList,
}

/** What each other language has to have. A text with a number in it is a function, because languages count differently. */
export type Texts = Widened<typeof en>

type Widened<Value> = Value extends (...args: infer Args) => string
  ? (...args: Args) => string
  : Value extends string
    ? string
    : { readonly [Key in keyof Value]: Widened<Value[Key]> }
