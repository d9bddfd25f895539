import { define } from '../../base/index.ts'
import { KithRecordPicker } from './record-picker.ts'

define('kith-record-picker', KithRecordPicker)

export { KithRecordPicker }
