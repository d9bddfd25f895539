import { define } from '../../base/index.ts'
import { KithInbox } from './inbox.ts'

define('kith-inbox', KithInbox)

export { KithInbox }
