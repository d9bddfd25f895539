import { define } from '../../base/index.ts'
import { KithWhy } from './why.ts'

define('kith-why', KithWhy)

export { KithWhy }
