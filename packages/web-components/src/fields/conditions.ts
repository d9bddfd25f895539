import type { SaidCondition } from '@kith/core'
import { html, nothing, svg, type TemplateResult } from '../base/index.ts'
import { fieldLabel, fieldOf, type ScreenObject } from '../values/model.ts'
import { sayValue, type ValueContext } from '../values/text.ts'

/** What conditions are shown with. */
export interface ConditionsView {
  /** What the record is: its fields say how values are read. */
  readonly object: ScreenObject | undefined
  readonly context: ValueContext
  readonly texts: {
    readonly holds: string
    readonly holdsNot: string
    readonly nothing: string
    readonly consent: string
    readonly given: string
  }
}

const MARKS = {
  yes: svg`<path d="M3.500 8.500l3 3 6-7" />`,
  no: svg`<path d="M4.500 4.500l7 7M11.500 4.500l-7 7" />`,
}

/** Conditions of a rule, each with whether it held and what stood in the fields that it looks at. */
export function conditionList(conditions: readonly SaidCondition[], view: ConditionsView): TemplateResult {
  const { texts } = view
  return html`<ul class="conditions">
    ${conditions.map(
      ({ sentence, holds, values }) => html`<li class=${holds ? 'holds' : 'fails'}>
        <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">${MARKS[holds ? 'yes' : 'no']}</svg>
        <span><span class="hide">${holds ? texts.holds : texts.holdsNot}: </span>${sentence}</span>
        ${Object.keys(values).length ? html`<span class="values">${sayFields(values, view)}</span>` : nothing}
      </li>`,
    )}
  </ul>`
}

/** Values by their fields' names: `Score: 38 · Source: website`. */
export function sayFields(values: Readonly<Record<string, unknown>>, view: ConditionsView): readonly TemplateResult[] {
  return Object.entries(values).map(([id, value]) => {
    const { label, text } = sayField(id, value, view)
    return html`<span class="pair"><span>${label}</span> <b>${text}</b></span>`
  })
}

/** A field's name and its value as people read them. */
export function sayField(
  id: string,
  value: unknown,
  { object, context, texts }: ConditionsView,
): { readonly label: string; readonly text: string } {
  if (id === 'consent' && !object?.fields[id])
    return { label: texts.consent, text: value === 'given' ? texts.given : texts.nothing }
  if (!object) return { label: id, text: plain(value) || texts.nothing }
  const field = fieldOf(object, id)
  return {
    label: fieldLabel(field, context.locale),
    text: sayValue(field, value ?? undefined, context) || texts.nothing,
  }
}

const plain = (value: unknown) =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
