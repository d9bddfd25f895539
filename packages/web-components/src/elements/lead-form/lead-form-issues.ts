import type { Issue, PublicFormField } from '@kith/core'
import { checkField } from '../../fields/checks.ts'
import type { Texts } from '../../locales/en.ts'

/** `/values/email` and `/values/address/city` → the field's id, `/consents/0` → `consents.0`. */
export function fieldOf({ path }: Issue): string {
  const [, kind, name = ''] = path.split('/')
  return kind === 'consents' ? `consents.${name}` : name
}

/** What is wrong with the value of a field or of a consent's box, as the server would say it. */
export function issueOf(field: PublicFormField, value: unknown): Issue | undefined {
  const wrong = checkField(field, value)
  if (!wrong) return undefined
  const isConsent = field.id.startsWith('consents.')
  const path = isConsent ? `/${field.id.replace('.', '/')}` : `/values/${field.id}`
  return { path, message: '', ...wrong, ...(isConsent && { code: 'required-consent' }) }
}

/** A sentence that says what to do: ours where we have one, else the server's where the page is in English. */
export function sentenceOf(
  { code, params = {}, message }: Issue,
  { issues }: Texts['leadFormSending'],
  locale: string,
): string {
  const text = issues[code as keyof typeof issues]
  if (typeof text === 'function') return text(params)
  return text ?? ((locale.startsWith('en') && message) || issues.other)
}
