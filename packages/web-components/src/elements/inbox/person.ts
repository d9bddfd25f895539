import type { StoredRecord } from '@kith/core'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { nameOf } from './conversation-list.ts'
import type { InboxView } from './view.ts'

type Items = readonly { readonly value: unknown }[]

const values = (record: StoredRecord | undefined, field: string): string[] =>
  ((record?.[field] ?? []) as Items).map(({ value }) => String(value))

/** Who writes: facts, where they are, what they handed in. */
export function person(view: InboxView): TemplateResult {
  const { state, texts, locale } = view
  const { current, person } = state
  if (!current) return html``
  const { contact, company, submissions = [] } = person ?? {}
  const emails = contact ? values(contact, 'emails') : [current.visitorEmail ?? '']
  const facts: readonly (readonly [string, readonly string[]])[] = [
    [texts.email, emails],
    [texts.phone, values(contact, 'phones')],
    [texts.jobTitle, [String(contact?.['title'] ?? '')]],
    [texts.company, [String(company?.['name'] ?? '')]],
    [texts.page, [current.page ?? '']],
    [texts.language, [languageName(current.locale, locale)]],
  ]
  return html`<h3>${nameOf(current, view)}</h3>
    ${contact || !person ? nothing : html`<p>${texts.unknown}</p>`}
    <dl>
      ${facts.map(([name, all]) => (all.some(Boolean) ? html`<dt>${name}</dt>${all.map((one) => html`<dd title=${one}>${one}</dd>`)}` : nothing))}
    </dl>
    ${submissions.length ? html`<h3>${texts.answers}</h3>` : nothing}
    ${submissions.map(
      (one) => html`<details>
        <summary>${one['formId']} <small>${new Date(String(one['createdAt'])).toLocaleDateString(locale, { dateStyle: 'medium' })}</small></summary>
        <dl>
          ${Object.entries((one['values'] ?? {}) as object).map(([name, value]) => html`<dt>${name}</dt><dd>${textOf(value)}</dd>`)}
        </dl>
      </details>`,
    )}`
}

function languageName(tag: string | undefined, locale: string): string {
  if (!tag) return ''
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  const { full, value: inner } = value as { full?: string; value?: unknown }
  return full ?? (inner === undefined ? JSON.stringify(value) : textOf(inner))
}
