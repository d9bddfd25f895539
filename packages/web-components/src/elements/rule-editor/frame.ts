import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { RulePath } from '../../stores/rule-editor-types.ts'
import type { Part } from '../../stores/rule-parts.ts'
import type { EditorView, Option } from './view.ts'

/** What a control knows of its place. */
export interface PartView {
  readonly view: EditorView
  readonly part: Part
  /** Where its value stands in the rule. */
  readonly path: RulePath
  /** Id of its element. */
  readonly id: string
  readonly label: string
  readonly value: unknown
  readonly error: string | undefined
  readonly set: (value: unknown) => void
}

/** A label above a control, and what is wrong below. */
export function framed({ id, label, error, part }: PartView, control: unknown, wide = false): TemplateResult {
  return html`<div class="part of-${part.name} ${wide ? 'wide' : ''}">
    <label for=${id}>${label}</label>
    ${control}
    ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing}
  </div>`
}

/** The text of the control of an event. */
export const written = ({ target }: Event): string => (target as HTMLInputElement).value

/** A native select; what is chosen and not offered any more stays chosen. */
export function select(
  { id, error }: Pick<PartView, 'id' | 'error'>,
  options: readonly Option[],
  value: string,
  empty: string | undefined,
  change: (value: string) => void,
): TemplateResult {
  const known = value === '' || options.some((one) => one.id === value)
  return html`<select
    id=${id}
    aria-invalid=${error ? 'true' : nothing}
    aria-describedby=${error ? `${id}-error` : nothing}
    @change=${(event: Event) => change(written(event))}
  >
    ${empty === undefined ? nothing : html`<option value="" ?selected=${value === ''}>${empty}</option>`}
    ${options.map((one) => html`<option value=${one.id} ?selected=${one.id === value}>${one.label}</option>`)}
    ${known ? nothing : html`<option value=${value} selected>${value}</option>`}
  </select>`
}
