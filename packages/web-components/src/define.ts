import './elements/pipeline-board/define.ts'

export { KithChat } from './elements/chat/define.ts'
export { KithLeadForm } from './elements/lead-form/define.ts'
export { KithPipelineBoard } from './elements/pipeline-board/pipeline-board.ts'
