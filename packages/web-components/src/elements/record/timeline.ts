import type { StoredRecord, TimelineEntry } from '@kith/core'
import { repeat } from 'lit/directives/repeat.js'
import { html, nothing, svg, type TemplateResult } from '../../base/index.ts'
import { fieldLabel, fieldOf } from '../../values/model.ts'
import { sayValue } from '../../values/text.ts'
import { daysTo, sayExactly, sayWhen } from '../../values/when.ts'
import { composer } from './composer.ts'
import { actor } from './facts.ts'
import { sentence } from './sentences.ts'
import type { RecordView } from './view.ts'
import { whyButton } from './why-panel.ts'

const PICTURES: Readonly<Record<string, TemplateResult>> = {
  note: svg`<path d="M4 3h8v7l-3 3H4zM6 6h4M6 8.500h3" />`,
  call: svg`<path d="M4 2.500h2.500l1.200 3-1.700 1a7 7 0 003.500 3.500l1-1.700 3 1.200V12c0 .8-.7 1.500-1.500 1.500C7 13.500 2.500 9 2.500 4 2.500 3.200 3.200 2.500 4 2.500z" />`,
  task: svg`<path d="M3 3h10v10H3zM5.500 8l2 2 3.500-4" />`,
  message: svg`<path d="M2.500 3h11v8H7l-3 2.500V11H2.500z" />`,
  submission: svg`<path d="M3 2.500h10v11H3zM5.500 5.500h5M5.500 8h5M5.500 10.500h3" />`,
  consent: svg`<path d="M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4zM6 8l1.500 1.500L10.500 6.500" />`,
  change: svg`<path d="M3 5.500h8.500L9 3M13 10.500H4.500L7 13" />`,
}

const picture = (name: string) =>
  html`<svg class="picture" viewBox="0 0 16 16" aria-hidden="true">${PICTURES[name] ?? PICTURES['note']}</svg>`

/** What happened, newest first, below the form for what happens now. */
export function timeline(view: RecordView): TemplateResult {
  const { state, texts, acts, locale, now } = view
  const entries = state.timeline.filter(({ change }) => !change || sentence(change, view)).sort(newestFirst)
  const days = Map.groupBy(entries, ({ at }) => new Date(at).toDateString())
  return html`<section class="timeline" part="timeline" aria-label=${texts.timeline}>
    ${state.tasks ? composer(view) : nothing}
    ${
      entries.length
        ? repeat(
            [...days],
            ([day]) => day,
            ([day, all]) => html`<h3 class="day">${sayWhen(dateOf(day), now, locale)}</h3>
              <ol>${repeat(
                all,
                (one) => `${one.kind} ${one.id}`,
                (one) => entry(one, view),
              )}</ol>`,
          )
        : html`<div class="state"><b>${texts.quiet}</b><p>${state.tasks ? texts.quietWhy : ''}</p></div>`
    }
    ${state.more ? html`<button class="quiet" @click=${() => acts.store.more()}>${texts.earlier}</button>` : nothing}
  </section>`
}

/** What came later stands higher; of one instant the cause stands below what followed from it. */
function newestFirst(a: TimelineEntry, b: TimelineEntry): number {
  return a.at === b.at ? rank(a) - rank(b) : a.at < b.at ? 1 : -1
}

const RANKS: readonly TimelineEntry['kind'][] = ['change', 'activity', 'message', 'consent', 'submission']
const rank = ({ kind, change }: TimelineEntry) => (change?.before === null ? RANKS.length - 1.5 : RANKS.indexOf(kind))

const dateOf = (day: string) => new Date(day).toLocaleDateString('sv')

function entry(one: TimelineEntry, view: RecordView): TemplateResult {
  const { at, kind, record, change } = one
  const { locale } = view
  const time = html`<time datetime=${at} title=${sayExactly(at, locale)}
    >${new Date(at).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' })}</time
  >`
  const name = kind === 'activity' ? String(record?.['kind']) : kind
  const body = change ? changed(one, view) : record ? said(kind, record, view) : nothing
  return html`<li class="entry ${kind}">${picture(name)}<div class="what">${body}</div>${time}</li>`
}

function changed(entry: TimelineEntry, view: RecordView): TemplateResult {
  const { change, id } = entry
  const { texts, acts, writable } = view
  const said = change && sentence(change, view)
  if (!said) return html``
  const { text, why, fields } = said
  const undoable = writable && change.before !== null && !change.erased
  return html`<p>
      ${text}${why ? html` <small>${why}</small>` : nothing}
      ${undoable ? html`<button class="quiet undo" aria-label="${texts.undo}: ${text}" @click=${() => acts.store.undo(Number(id))}>${texts.undo}</button>` : nothing}${whyButton(entry, text, view)}
    </p>
    ${
      fields.length
        ? html`<dl class="pairs">
            ${fields.map(
              ({ label, from, to }) =>
                html`<div><dt>${label}</dt><dd>${from ? html`<s>${from}</s> → ` : nothing}${to || texts.nothingThere}</dd></div>`,
            )}
          </dl>`
        : nothing
    }`
}

function said(kind: TimelineEntry['kind'], record: StoredRecord, view: RecordView): TemplateResult {
  if (kind === 'activity') return activity(record, view)
  if (kind === 'submission') return submission(record, view)
  if (kind === 'consent') return consent(record, view)
  const { texts, context } = view
  const name =
    record['authorName'] ??
    (record['authorKind'] === 'agent' ? context.titles.get(String(record['authorId'])) : undefined)
  return html`<p>${texts.says.message(String(name ?? texts.visitor))}</p>
    <blockquote>${record['text']}</blockquote>`
}

function activity(record: StoredRecord, view: RecordView): TemplateResult {
  const { texts, context, state, locale, now } = view
  const { kind, subject, body, outcome, status, dueAt, ruleId, createdBy } = record as Readonly<Record<string, string>>
  const by = actor(createdBy ?? '', context.titles)
  const object = state.objects.find(({ name }) => name === 'activity')
  const kindField = object && fieldOf(object, 'kind')
  const label = kindField ? sayValue(kindField, kind, context) : (kind ?? '')
  const says: Readonly<Record<string, (who: string) => string>> = texts.says as never
  const known = kind === 'note' || kind === 'call' || kind === 'task'
  const [rule] = ruleId?.split('@') ?? []
  const late = status === 'open' && dueAt ? -daysTo(dueAt, now) : 0
  return html`<p>
      ${known ? says[kind]?.(rule ? texts.rule(actor(`rule:${rule}`, context.titles)) : by) : texts.says.activity(by, label)}${whyButton({ record }, subject ?? label, view)}
    </p>
    ${subject && subject !== label ? html`<b class=${status === 'done' ? 'done' : ''}>${subject}</b>` : nothing}
    ${body ? html`<blockquote>${body}</blockquote>` : nothing}
    ${outcome ? html`<p class="muted">${texts.outcome}: ${outcome}</p>` : nothing}
    ${dueAt && status === 'open' ? html`<p class=${late > 0 ? 'bad' : 'muted'}>${late > 0 ? texts.late(late) : `${texts.due} ${sayWhen(dueAt, now, locale)}`}</p>` : nothing}`
}

function submission(record: StoredRecord, { texts, context, state, locale }: RecordView): TemplateResult {
  const asked = ['lead', 'contact'].flatMap((name) => state.objects.find((object) => object.name === name) ?? [])
  const answers = Object.entries((record['values'] ?? {}) as Readonly<Record<string, unknown>>)
  const { page, utm_campaign: campaign } = (record['source'] ?? {}) as Readonly<Record<string, string>>
  return html`<p>${texts.says.submission(context.titles.get(String(record['formId'])) ?? String(record['formId'] ?? ''))}</p>
    <dl class="pairs">
      ${answers.map(([id, value]) => {
        const field = asked.map((object) => fieldOf(object, id)).find(Boolean)
        return html`<div><dt>${field ? fieldLabel(field, locale) : id}</dt><dd>${field ? sayValue(field, value, context) : String(value)}</dd></div>`
      })}
    </dl>
    ${page || campaign ? html`<p class="muted">${[page, campaign].filter(Boolean).join(' · ')}</p>` : nothing}`
}

function consent(record: StoredRecord, { texts }: RecordView): TemplateResult {
  const withdrawn = record['state'] === 'withdrawn'
  const purpose = String(record['purpose'] ?? '')
  return html`<p>${withdrawn ? texts.says.withdrawn(purpose) : texts.says.consent(purpose)}</p>
    <blockquote>${record['text']}</blockquote>`
}
