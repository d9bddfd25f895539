import type { StoredRecord } from '@kith/core'
import { html, nothing, type TemplateResult } from '../../base/index.ts'
import { sayLanguage, sayPath } from '../../values/names.ts'
import { sayPhone } from '../../values/phone.ts'
import { nameOf } from './conversation-list.ts'
import type { InboxView } from './view.ts'

type Items = readonly { readonly value: unknown }[]

const values = (record: StoredRecord | undefined, field: string): string[] =>
  ((record?.[field] ?? []) as Items).map(({ value }) => String(value))

interface Shown {
  readonly href?: string
  readonly text?: string
}

type Fact = readonly [name: string, values: readonly string[], show?: (value: string) => Shown]

const fact = (value: string, { href, text = value }: Shown = {}) =>
  html`<dd title=${value}>${href ? html`<a href=${href} dir=${href.startsWith('tel:') ? 'ltr' : nothing} target=${href.startsWith('http') ? '_blank' : nothing} rel="noreferrer">${text}</a>` : text}</dd>`

/** A page of the site, by its path; only what is an address of the web can be opened. */
const page = (value: string): Shown =>
  /^https?:/.test(value) ? { href: value, text: sayPath(value) || '/' } : { text: sayPath(value) || value }

/** Who writes: facts, where they are, what they handed in. */
export function person(view: InboxView): TemplateResult {
  const { state, texts, locale } = view
  const { current, person } = state
  if (!current) return html``
  const { contact, company, submissions = [] } = person ?? {}
  const emails = contact ? values(contact, 'emails') : [current.visitorEmail ?? '']
  const facts: readonly Fact[] = [
    [texts.email, emails, (one) => ({ href: `mailto:${one}` })],
    [texts.phone, values(contact, 'phones'), (one) => ({ href: `tel:${one}`, text: sayPhone(one) })],
    [texts.jobTitle, [String(contact?.['title'] ?? '')]],
    [texts.company, [String(company?.['name'] ?? '')]],
    [texts.page, [current.page ?? ''], page],
    [texts.language, [current.locale ? sayLanguage(current.locale, locale) : '']],
  ]
  const href = contact && view.link?.('contact', contact.id)
  return html`<h3>${nameOf(current, view)}</h3>
    ${href ? html`<p><a href=${href}>${texts.openContact}</a></p>` : nothing}
    ${contact || !person ? nothing : html`<p>${texts.unknown}</p>`}
    <dl>
      ${facts.map(([name, all, show]) => (all.some(Boolean) ? html`<dt>${name}</dt>${all.map((one) => fact(one, show?.(one)))}` : nothing))}
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

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  const { full, value: inner } = value as { full?: string; value?: unknown }
  return full ?? (inner === undefined ? JSON.stringify(value) : textOf(inner))
}
