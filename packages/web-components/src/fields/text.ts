import { type FieldRenderer, input } from './renderer.ts'

const TOKENS: Readonly<Record<string, string>> = {
  company: 'organization',
  companyName: 'organization',
}

/** One line of text; a company's name is filled in by the browser. */
export const text: FieldRenderer = (view) => input('text', TOKENS[view.field.id])(view)
