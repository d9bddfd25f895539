import { define } from '../../base/index.ts'
import { KithChat } from './chat.ts'

define('kith-chat', KithChat)

export { KithChat }
