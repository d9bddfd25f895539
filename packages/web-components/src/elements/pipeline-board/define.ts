import { define } from '../../base/define.ts'
import { KithPipelineBoard } from './pipeline-board.ts'

define('kith-pipeline-board', KithPipelineBoard)

export { KithPipelineBoard }
