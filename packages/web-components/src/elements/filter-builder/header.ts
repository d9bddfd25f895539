import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { titleOf } from '../../values/text.ts'
import { type BuilderView, placeName } from './view.ts'

/** The whole filter as one sentence, how many records it selects, and some of them. */
export function header(view: BuilderView, object: string): TemplateResult {
  const { state, texts, locale } = view
  const what = placeName(view, { object }).toLocaleLowerCase(locale)
  const empty = Object.keys(state.value).length === 0
  const { label } = state.objects.find(({ name }) => name === object) ?? {}
  const one = labelText(label, locale, object).toLocaleLowerCase(locale)
  const sentence = empty ? texts.every(one, what) : view.say(object, state.value)
  const unfinished = [...state.problems.values()].filter((one) => one === 'incomplete').length
  return html`<div class="head" part="header">
    <p class="sentence" part="sentence" dir="auto">${sentence ?? texts.wrong(state.problem?.reason ?? '')}</p>
    ${counted(view, object, what)}
    ${unfinished ? html`<p class="muted">${texts.unfinished(unfinished)}</p>` : nothing}
  </div>`
}

function counted({ state, texts, locale }: BuilderView, object: string, what: string): TemplateResult {
  const { status, count, total = 0, examples } = state.preview
  const number = (value: number) => value.toLocaleString(locale)
  const title = state.objects.find(({ name }) => name === object)?.title
  const names = examples.map((record) => titleOf(record, title)).filter(Boolean)
  const others = (count ?? 0) - names.length
  return html`<p class="count" part="count" aria-busy=${status === 'waiting'}>
    <b role="status" dir="auto">${
      status === 'failed'
        ? texts.notCounted
        : status === 'off'
          ? nothing
          : count === undefined
            ? texts.counting
            : texts.count(number(count), number(total), what)
    }</b>
    ${
      names.length && status !== 'off'
        ? html`<span class="examples">${names.join(', ')}${others > 0 ? ` ${texts.more(number(others))}` : ''}</span>`
        : nothing
    }
  </p>`
}
