import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { EditorView } from './view.ts'

/** What has no controls: as a sentence where there is one, and as JSON. */
export function keptPart({ texts }: EditorView, part: unknown, sentence: string | undefined): TemplateResult {
  return html`<div class="kept-part">
    <p>${sentence ? html`<b>${sentence}</b> ` : nothing}<span class="muted">${texts.kept}</span></p>
    <pre tabindex="0" dir="ltr">${JSON.stringify(part, null, 2)}</pre>
  </div>`
}
