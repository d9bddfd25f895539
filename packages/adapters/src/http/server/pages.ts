import type { PublicForm, PublicFormField } from '@kith/core'
import { type Issue, sha256Bytes, utf8Bytes } from '@kith/core/shared'
import { type PageTexts, pageTexts } from './locales/index.ts'

const STYLE =
  ':root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}' +
  'label,legend{display:block;margin-top:1rem}input,textarea,select{font:inherit;box-sizing:border-box;width:100%;padding:.5rem}' +
  'input[type=checkbox]{width:auto;margin-inline-end:.5rem}button{font:inherit;margin-top:1.5rem;padding:.6rem 1.2rem}' +
  '[role=alert]{border-inline-start:.3rem solid #b3261e;padding-inline-start:1rem}fieldset{border:0;padding:0}'

let binary = ''
for (const byte of sha256Bytes(utf8Bytes(STYLE))) binary += String.fromCharCode(byte)

/** Nothing but the one style below may run or load; the form may only be sent back to the server. */
const POLICY = `default-src 'none'; style-src 'sha256-${btoa(binary)}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for HTML, in an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

function page(locale: string, title: string, main: string, status: number): Response {
  const lang = escapeHtml(locale)
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${main}</main></body></html>`
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY }
  return new Response(html, { status, headers })
}

/** The page that a plain form post ends on. */
export function thanksPage(form: PublicForm): Response {
  const texts = pageTexts(form.locale)
  const main = `<h1>${escapeHtml(texts.thanksTitle)}</h1><p>${escapeHtml(form.thanks || texts.thanksText)}</p>`
  return page(form.locale, texts.thanksTitle, main, 200)
}

/** The page of an error that the visitor cannot mend in the form. */
export function failedPage(locale: string, message: string, status: number): Response {
  const texts = pageTexts(locale)
  const main = `<h1>${escapeHtml(texts.failedTitle)}</h1><p role="alert">${escapeHtml(message)}</p>`
  return page(locale, texts.failedTitle, main, status)
}

/** What a visitor sent, by name. */
export type Sent = ReadonlyMap<string, readonly string[]>

/** The form again, with what was sent and what to mend. */
export function mendPage(form: PublicForm, sent: Sent, issues: readonly Issue[], action: string): Response {
  const texts = pageTexts(form.locale)
  const list = issues.map((issue) => `<li>${mendLine(form, issue)}</li>`).join('')
  const hidden = [...sent]
    .filter(([name]) => name.startsWith('_') && name !== '_consent' && name !== '_site')
    .flatMap(([name, values]) => values.map((value) => [name, value] as const))
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  const fields = form.fields.map((field) => fieldHtml(field, sent.get(field.id) ?? [], texts)).join('')
  const main =
    `<h1>${escapeHtml(texts.mendTitle)}</h1><div role="alert"><p>${escapeHtml(texts.mendText)}</p><ul>${list}</ul></div>` +
    `<form method="post" action="${escapeHtml(action)}">${hidden}${fields}${consentsHtml(form, sent)}` +
    `<button>${escapeHtml(form.submitLabel || texts.send)}</button></form>`
  return page(form.locale, texts.mendTitle, main, 400)
}

function mendLine(form: PublicForm, { path, message }: Issue): string {
  const id = path.replace(/^\/values/, '').split('/')[1] ?? ''
  const field = form.fields.find((one) => one.id === id)
  const line = escapeHtml(message)
  return field ? `<a href="#f-${escapeHtml(field.id)}">${escapeHtml(field.label)}</a>: ${line}` : line
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  email: 'email',
  phone: 'tel',
  url: 'url',
  date: 'date',
  number: 'number',
  rating: 'number',
}

function fieldHtml(field: PublicFormField, values: readonly string[], texts: PageTexts): string {
  const id = `f-${escapeHtml(field.id)}`
  // Without scripts a field with a condition is always there, so it cannot be required.
  const required = field.required && !field.when
  const label = `${escapeHtml(field.label)}${required ? ` (${escapeHtml(texts.required)})` : ''}`
  const name = `id="${id}" name="${escapeHtml(field.id)}"${required ? ' required' : ''}`
  const value = escapeHtml(values[0] ?? '')
  if (field.type === 'boolean') {
    return `<label><input type="checkbox" ${name} value="true"${value ? ' checked' : ''}>${label}</label>`
  }
  return `<label for="${id}">${label}</label>${controlHtml(field, name, value, values, texts)}`
}

function controlHtml(field: PublicFormField, name: string, value: string, all: readonly string[], texts: PageTexts) {
  if (field.type === 'longText') return `<textarea ${name} rows="5">${value}</textarea>`
  if (field.type !== 'select' && field.type !== 'multiSelect') {
    return `<input ${name} type="${INPUT_TYPES[field.type] ?? 'text'}" value="${value}">`
  }
  const options = (field.options ?? []).map(
    (option) =>
      `<option value="${escapeHtml(option.id)}"${all.includes(option.id) ? ' selected' : ''}>${escapeHtml(option.label)}</option>`,
  )
  const empty = field.type === 'select' ? `<option value="">${escapeHtml(texts.choose)}</option>` : ''
  return `<select ${name}${field.type === 'multiSelect' ? ' multiple' : ''}>${empty}${options.join('')}</select>`
}

function consentsHtml(form: PublicForm, sent: Sent): string {
  const given = sent.get('_consent') ?? []
  return form.consents
    .map(({ purpose, channel, text, required }) => {
      const value = channel === undefined ? purpose : `${purpose}:${channel}`
      const checked = given.includes(value) || given.includes(purpose) ? ' checked' : ''
      const attributes = `type="checkbox" name="_consent" value="${escapeHtml(value)}"${checked}${required ? ' required' : ''}`
      return `<label><input ${attributes}>${escapeHtml(text)}</label>`
    })
    .join('')
}
