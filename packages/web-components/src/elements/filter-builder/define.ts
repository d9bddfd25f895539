import { define } from '../../base/index.ts'
import '../record-picker/define.ts'
import { KithFilterBuilder } from './filter-builder.ts'

define('kith-filter-builder', KithFilterBuilder)

export { KithFilterBuilder }
