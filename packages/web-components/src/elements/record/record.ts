import { KithElement } from '../../base/index.ts'
export class KithRecord extends KithElement {
  declare object: string
  declare recordId: string
  declare link: unknown
}
declare global {
  interface HTMLElementTagNameMap {
    'kith-record': KithRecord
  }
}
