import { html, nothing, type TemplateResult } from '../../base/index.ts'
import type { FilterProblem } from '../../stores/filter-builder-types.ts'
import { placeInJson } from './json-place.ts'
import type { BuilderView } from './view.ts'

/** What a person wrote as JSON. */
export interface JsonDraft {
  readonly text: string
  /** Why it is no filter; undefined when it is one. */
  readonly problem?: FilterProblem | 'broken'
  /** Where the text stops being JSON, as far as the browser says so. */
  readonly at?: number
}

/** Reads what was written. */
export function readJson(
  text: string,
  check: (filter: unknown) => FilterProblem | undefined,
): JsonDraft & { readonly filter?: unknown } {
  try {
    const filter: unknown = JSON.parse(text || '{}')
    const problem = check(filter)
    return { text, filter, ...(problem && { problem }) }
  } catch (error) {
    const [, at] = /position (\d+)/.exec((error as Error).message) ?? []
    return { text, problem: 'broken', at: at === undefined ? text.length : Number(at) }
  }
}

/** The filter as text that can be edited; what is wrong is marked where it stands. */
export function jsonView(view: BuilderView, draft: JsonDraft, write: (text: string) => void): TemplateResult {
  const { texts } = view
  const { text, problem } = draft
  const [from, to] = placeOf(draft)
  const line = text.slice(0, from).split('\n').length
  const wrong = problem !== undefined
  const show = ({ currentTarget }: Event) => {
    const area = (currentTarget as Element).closest('.json')?.querySelector('textarea')
    area?.focus()
    area?.setSelectionRange(from, to)
  }
  return html`<div class="json" part="json">
    <div class="code" dir="ltr">
      <pre aria-hidden="true">${text.slice(0, from)}${wrong ? html`<mark>${text.slice(from, to) || ' '}</mark>` : text.slice(from, to)}${text.slice(to)}
</pre>
      <textarea
        spellcheck="false"
        autocapitalize="off"
        aria-label=${texts.jsonLabel}
        aria-invalid=${wrong}
        aria-describedby="json-note"
        .value=${text}
        @input=${({ target }: Event) => write((target as HTMLTextAreaElement).value)}
      ></textarea>
    </div>
    <p id="json-note" class=${wrong ? 'error' : 'muted'} role="status">
      ${wrong ? html`<button type="button" class="line" @click=${show}>${texts.jsonLine(line)}</button>` : nothing}
      ${!wrong ? texts.jsonGood : problem === 'broken' ? texts.jsonBroken : html`<code>${problem.path || '/'}</code> ${texts.wrong(problem.reason)}`}
    </p>
  </div>`
}

function placeOf({ text, problem, at = 0 }: JsonDraft): readonly [number, number] {
  if (problem === undefined) return [0, 0]
  if (problem !== 'broken') return placeInJson(text, problem.path)
  const end = text.indexOf('\n', at)
  return [Math.min(at, text.length), end < 0 ? text.length : end]
}
