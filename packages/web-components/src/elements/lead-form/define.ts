import { define } from '../../base/index.ts'
import { KithLeadForm } from './lead-form.ts'

define('kith-lead-form', KithLeadForm)

export { KithLeadForm }
