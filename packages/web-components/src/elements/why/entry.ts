import type { WhyEntry } from '@kith/core'
import { labelText } from '@kith/core/shared'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { type ConditionsView, conditionList, sayField } from '../../fields/conditions.ts'
import type { ShownContext } from '../../fields/shown.ts'
import type { WhyTexts } from '../../locales/why.ts'
import { undoable, type WhyState, type WhyUndo, whyKey } from '../../stores/why.ts'
import { sayExactly, sayWhen } from '../../values/when.ts'
import { outcome } from './outcome.ts'

/** What the templates show. */
export interface WhyView {
  readonly state: WhyState
  readonly recordId: string
  readonly texts: WhyTexts
  readonly context: ShownContext
  /** The intent that is looked for: its entries stand out. */
  readonly wanted: string | undefined
  readonly open: (object: string, id: string) => void
  readonly undo: (entry: WhyEntry) => void
}

/** Fields that follow from others, or that only machines read. */
const SILENT: readonly string[] = ['access', 'version', 'updatedAt', 'updatedBy', 'createdAt', 'createdBy', 'teamId']

/** A rule that did something: the rule, why it did it, what it did, and the way back. */
export function entry(one: WhyEntry, view: WhyView): TemplateResult {
  const { texts, context, state, wanted, undo } = view
  const { at, label, ruleId, ruleVersion, said, conditions, correlation } = one
  const seen: ConditionsView = { object: state.object, context, texts }
  const done = state.undone.get(whyKey(one))
  return html`<li class="card ${wanted === correlation ? 'wanted' : ''}" part="entry" data-correlation=${correlation} tabindex="-1">
    <div class="row top">
      <h3>${recordLink('rule', ruleId, label, view, texts.openRule(label))}</h3>
      <span class="pill">${ruleVersion ? texts.version(ruleVersion) : texts.fromCode}</span>
      <time class="muted" datetime=${at} title=${sayExactly(at, context.locale)}>${sayWhen(at, context.now, context.locale)}</time>
    </div>
    <p class="rule">${said.text}</p>
    <h4>${texts.because}</h4>
    ${conditions.length ? conditionList(conditions, seen) : html`<p class="muted">${texts.always}</p>`}
    <h4>${texts.did}</h4>
    ${deeds(one, view)}
    ${undoable(one).length ? wayBack(one, done, view, () => undo(one)) : nothing}
  </li>`
}

/** Of a decision only what came of it; never what only machines read, nor what follows from other records. */
function isShown({ object: name, field = '' }: WhyEntry['did'][number], { objects }: WhyState): boolean {
  if (name === 'review') return !field || field === 'status' || field === 'decidedBy'
  const object = objects.find((one) => one.name === name)
  return !SILENT.includes(field) && !['json', 'rollup'].includes(String(object?.fields[field]?.type))
}

function recordLink(object: string, id: string, text: string, { context, open }: WhyView, name?: string): unknown {
  const href = context.link?.(object, id)
  if (context.link && !href) return text
  return href
    ? html`<a href=${href} title=${name ?? nothing}>${text}</a>`
    : html`<button class="quiet name" title=${name ?? nothing} @click=${() => open(object, id)}>${text}</button>`
}

/** What was changed, this record's fields first, then what it made or changed elsewhere. */
function deeds({ did }: WhyEntry, view: WhyView): TemplateResult {
  const { state, recordId, texts, context } = view
  const shown = did.filter((one) => isShown(one, state))
  if (!shown.length) return html`<p class="muted">${texts.didNothing}</p>`
  const groups = [...Map.groupBy(shown, ({ object, id }) => `${object} ${id}`).values()]
  const own = ({ object, id }: WhyEntry['did'][number]) => object === state.object?.name && id === recordId
  const first = (group: WhyEntry['did']) => group[0] as WhyEntry['did'][number]
  return html`<ul class="deeds">
    ${groups
      .sort((a, b) => Number(own(first(b))) - Number(own(first(a))))
      .map((group) => {
        const { object: name, id } = first(group)
        const object = state.objects.find((one) => one.name === name)
        const label = object ? labelText(object.label, context.locale, name) : name
        const made = group.find(({ field }) => !field)
        return html`<li>
          ${
            own(first(group))
              ? nothing
              : html`<p>
                  ${context.titles.get(id) ? label : nothing} ${recordLink(name, id, context.titles.get(id) || label, view)}
                  ${made ? html`<b>${made.after === undefined && made.before !== undefined ? texts.removed : texts.added}</b>` : nothing}
                </p>`
          }
          ${values(
            group.filter(({ field }) => field),
            { object, context, texts },
          )}
        </li>`
      })}
  </ul>`
}

const values = (group: WhyEntry['did'], seen: ConditionsView) =>
  group.length
    ? html`<dl class="set">
        ${group.map(({ field = '', before, after }) => {
          const was = sayField(field, before, seen)
          const is = sayField(field, after, seen)
          return html`<div>
            <dt>${is.label}</dt>
            <dd>${before === undefined || before === null ? nothing : html`<s>${was.text}</s> <span class="arrow">→</span> `}<b>${is.text}</b></dd>
          </div>`
        })}
      </dl>`
    : nothing

function wayBack(one: WhyEntry, done: WhyUndo | undefined, view: WhyView, undo: () => void): TemplateResult {
  const { texts } = view
  const { status, result, code = '' } = { ...done }
  return html`<div class="back">
    ${
      status === 'done'
        ? nothing
        : html`<button ?disabled=${status === 'busy'} aria-describedby=${`rule-${one.did[0]?.seq}`} @click=${undo}>
            ${status === 'busy' ? texts.undoing : texts.undo}
          </button>
          <span class="hide" id=${`rule-${one.did[0]?.seq}`}>${one.label}</span>`
    }
    <div role="status">
      ${status === 'failed' ? html`<p class="bad">${texts.why[code] ?? texts.why['OTHER']}</p>` : nothing}
      ${result ? outcome(result, one, view) : nothing}
    </div>
  </div>`
}
