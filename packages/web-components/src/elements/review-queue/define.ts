import { define } from '../../base/index.ts'
import '../record-picker/define.ts'
import { KithReviewQueue } from './review-queue.ts'

define('kith-review-queue', KithReviewQueue)

export { KithReviewQueue }
