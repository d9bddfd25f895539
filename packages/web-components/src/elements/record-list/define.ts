import { define } from '../../base/index.ts'
import '../record-picker/define.ts'
import { KithRecordList } from './record-list.ts'

define('kith-record-list', KithRecordList)

export { KithRecordList }
