import { define } from '../../base/index.ts'
import '../record-picker/define.ts'
import { KithRecord } from './record.ts'

define('kith-record', KithRecord)

export { KithRecord }
