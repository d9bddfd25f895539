import { define } from '../../base/index.ts'
import '../filter-builder/define.ts'
import '../record-picker/define.ts'
import '../simulation/define.ts'
import { KithRuleEditor } from './rule-editor.ts'

define('kith-rule-editor', KithRuleEditor)

export { KithRuleEditor }
