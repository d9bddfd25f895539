import { html } from '../../base/index.ts'
export class FormSending { constructor(..._a: any[]) {} errors: Record<string,string> = {}; outcome(): any {return html`a`}; notice(): any {} ; recheck(_e: Event) {} submit() {} }
