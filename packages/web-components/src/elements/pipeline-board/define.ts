import { define } from '../../base/index.ts'
import { KithPipelineBoard } from './pipeline-board.ts'

define('kith-pipeline-board', KithPipelineBoard)

export { KithPipelineBoard }
