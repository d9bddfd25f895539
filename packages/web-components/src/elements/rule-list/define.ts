import { define } from '../../base/index.ts'
import { KithRuleList } from './rule-list.ts'

define('kith-rule-list', KithRuleList)

export { KithRuleList }
