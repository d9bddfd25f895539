import './elements/pipeline-board/define.ts'

export { KithChat } from './elements/chat/define.ts'
export { KithLeadForm } from './elements/lead-form/define.ts'
export { KithPipelineBoard } from './elements/pipeline-board/pipeline-board.ts'
export { KithRecord } from './elements/record/define.ts'
export { KithRecordList } from './elements/record-list/define.ts'
export { KithRecordPicker } from './elements/record-picker/define.ts'
