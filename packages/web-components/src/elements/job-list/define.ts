import { define } from '../../base/index.ts'
import { KithJobList } from './job-list.ts'

define('kith-job-list', KithJobList)

export { KithJobList }
