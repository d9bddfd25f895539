import type { PublicFormField } from '@kith/core'

type Values = Readonly<Record<string, unknown>>
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** Controls of a form by name; radio buttons and boxes that share one come as several. */
const controls = (form: HTMLFormElement, name: string): Control[] =>
  [...form.elements].filter((one): one is Control => (one as Control).name === name)

/**
 * Puts values into the empty controls of a form: those of the page, and what a visitor already wrote into the plain
 * form that this one takes the place of, together with the focus.
 */
export function prefill(form: HTMLFormElement, fields: readonly PublicFormField[], values: Values = {}, plain: HTMLFormElement | null): void {
  for (const { id } of fields) {
    for (const [name, value] of Object.entries(flat(id, values[id]))) write(controls(form, name), value)
    if (plain) takeOver(form, plain, id)
  }
}

/** A structured value as its parts: `{ 'address.city': 'Oslo' }`. */
function flat(id: string, value: unknown): Values {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) return { [id]: value }
  return Object.fromEntries(Object.entries(value).map(([part, one]) => [`${id}.${part}`, one]))
}

function takeOver(form: HTMLFormElement, plain: HTMLFormElement, id: string): void {
  for (const from of controls(plain, id)) {
    const boxed = from instanceof HTMLInputElement && /checkbox|radio/.test(from.type)
    if (boxed ? from.checked : from.value) write(controls(form, id), boxed && from.value === 'on' ? true : from.value)
    if (from === document.activeElement) controls(form, id)[0]?.focus()
  }
}

function write(targets: readonly Control[], value: unknown): void {
  const wanted = (Array.isArray(value) ? value : [value]).map(String)
  for (const target of targets) {
    if (target instanceof HTMLInputElement && target.type === 'file') continue
    if (target instanceof HTMLInputElement && /checkbox|radio/.test(target.type))
      target.checked ||= wanted.includes(target.value) || value === true
    else if (!target.value) target.value = wanted.join(', ')
  }
}
