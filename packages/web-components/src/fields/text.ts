import { type FieldRenderer, input } from './renderer.ts'

const TOKENS: Readonly<Record<string, string>> = {
  company: 'organization',
  companyName: 'organization',
  jobTitle: 'organization-title',
  city: 'address-level2',
  postalCode: 'postal-code',
}

/** One line of text; well-known ids are filled in by the browser. */
export const text: FieldRenderer = (view) => input('text', TOKENS[view.field.id])(view)
