import type { PublicForm, PublicFormField, SubmissionInput } from '@kith/core'
import { canonicalJson, sha256 } from '@kith/core/shared'
import type { Sent } from './pages.ts'

/** Names that campaigns and click ids come under. */
const SOURCE_NAME = /^(?:utm_[a-z_]{1,30}|gclid|gbraid|wbraid|msclkid|fbclid|ttclid|li_fat_id)$/
const HONEYPOT = 'website_url'
const MOST_NAMES = 200

/** What a plain form sent, by name; files that were left empty are left out. */
export function sentBy(form: FormData): Sent {
  const sent = new Map<string, string[]>()
  for (const [name, value] of form) {
    if (typeof value !== 'string' && value.size === 0) continue
    const text = typeof value === 'string' ? value : value.name
    if (sent.size < MOST_NAMES || sent.has(name)) sent.set(name, [...(sent.get(name) ?? []), text])
  }
  return sent
}

/**
 * The submission of a plain form post: fields by their names, `_consent` boxes by purpose (or `purpose:channel`), where
 * the visitor came from by `utm_*` names or by the page's address.
 */
export function submissionOfPost(form: PublicForm, sent: Sent, referrer: string | null): SubmissionInput {
  const fields = new Map(form.fields.map((field) => [field.id, field]))
  const values: Record<string, unknown> = {}
  const source: Record<string, string> = sourceOf(referrer)
  for (const [name, texts] of sent) {
    const filled = texts.filter((text) => text !== '')
    const field = fields.get(name)
    if (name.startsWith('_') || name === HONEYPOT || filled.length === 0) continue
    if (field) values[name] = fieldValue(field, filled)
    else if (SOURCE_NAME.test(name)) source[name] = filled[0] ?? ''
    else values[name] = filled.length === 1 ? filled[0] : filled
  }
  const token = sent.get('_token')?.[0]
  const trap = sent.get(HONEYPOT)?.[0]
  return {
    values,
    consents: consentsOf(form, sent.get('_consent') ?? []),
    ...(token ? { token } : {}),
    ...(Object.keys(source).length > 0 ? { source } : {}),
    ...(trap ? { website_url: trap } : {}),
    locale: form.locale,
  }
}

/** Text of a form as the value of a field. What is no number stays text, so that it is refused with its reason. */
function fieldValue(field: PublicFormField, texts: readonly string[]): unknown {
  const [text = ''] = texts
  if (field.type === 'multiSelect') return texts
  if (field.type === 'boolean') return !['false', 'off', '0', 'no'].includes(text.toLowerCase())
  const isNumber = field.type === 'number' || field.type === 'rating'
  return isNumber && /^[+-]?\d+(?:[.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : text
}

function consentsOf(form: PublicForm, given: readonly string[]): NonNullable<SubmissionInput['consents']> {
  return form.consents
    .filter(({ purpose, channel }) => given.includes(purpose) || given.includes(`${purpose}:${channel}`))
    .map(({ purpose, channel }) => (channel === undefined ? { purpose } : { purpose, channel }))
}

function sourceOf(referrer: string | null): Record<string, string> {
  let url: URL
  try {
    url = new URL(referrer ?? '')
  } catch {
    return {}
  }
  const source: Record<string, string> = { page: `${url.origin}${url.pathname}`.slice(0, 2048) }
  for (const [name, value] of url.searchParams) if (SOURCE_NAME.test(name)) source[name] = value.slice(0, 2048)
  return source
}

const WINDOW_MS = 10 * 60_000
const REMEMBERED = 10_000

/** Gives equal submissions without a key the same key for ten minutes. */
export interface KeyMaker {
  keyOf(site: string, formId: string, input: SubmissionInput, nowMs: number): string
}

/**
 * The key is a hash of site, form and answers with the number of a ten-minute window, so it is the same after a
 * restart and in every process. What was seen in the last ten minutes keeps its key across the edge of a window.
 */
export function createKeyMaker(): KeyMaker {
  const recent = new Map<string, { readonly key: string; readonly atMs: number }>()
  return {
    keyOf(site, formId, { values, consents = [] }, nowMs) {
      const hash = sha256(canonicalJson([site, formId, values, consents]))
      const known = recent.get(hash)
      if (known && nowMs - known.atMs < WINDOW_MS) return known.key
      const key = `equal:${hash}:${Math.floor(nowMs / WINDOW_MS)}`
      recent.delete(hash)
      recent.set(hash, { key, atMs: nowMs })
      if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value as string)
      return key
    },
  }
}
