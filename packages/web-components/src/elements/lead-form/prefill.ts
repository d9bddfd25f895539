import type { PublicFormField } from '@kith/core'

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** Controls of a form by name; radio buttons and boxes that share one come as several. */
const controls = (form: HTMLFormElement, name: string): Control[] =>
  [...form.elements].filter((one): one is Control => (one as Control).name === name)

const isBox = (control: Control): control is HTMLInputElement => /checkbox|radio/.test(control.type)

/**
 * Puts values into the empty controls of a form: those of the page, and what a visitor already wrote into the plain
 * form that this one takes the place of, together with the focus.
 */
export function prefill(
  form: HTMLFormElement,
  fields: readonly PublicFormField[],
  values: Readonly<Record<string, unknown>> = {},
  plain?: HTMLFormElement | null,
): void {
  for (const { id } of fields) {
    const value = values[id]
    const isStructured = typeof value === 'object' && value !== null && !Array.isArray(value)
    const parts = isStructured
      ? Object.entries(value).map(([part, one]) => [`${id}.${part}`, one] as const)
      : [[id, value] as const]
    for (const [name, one] of parts) write(controls(form, name), one)
    for (const from of plain ? controls(plain, id) : []) {
      if (!isBox(from) || from.checked) write(controls(form, id), from.value === 'on' || from.value)
      if (from === document.activeElement) controls(form, id)[0]?.focus()
    }
  }
}

function write(targets: readonly Control[], value: unknown): void {
  const wanted = [value ?? ''].flat().map(String)
  for (const target of targets)
    if (isBox(target)) target.checked ||= value === true || wanted.includes(target.value)
    else if (!target.value && target.type !== 'file') target.value = wanted.join(', ')
}
