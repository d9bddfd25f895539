type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
type Values = Readonly<Record<string, unknown>>

/** Values by the names of their controls: `{ address: { city: 'Oslo' } }` → `address.city`. */
const named = (values: Values): (readonly [string, unknown])[] =>
  Object.entries(values).flatMap(([id, value]) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).map(([part, one]) => [`${id}.${part}`, one] as const)
      : [[id, value] as const],
  )

/**
 * Puts values into the empty controls of a form: what a visitor already wrote into the plain form that this one takes
 * the place of, together with the focus, and values of the page. Consents are never given by a page.
 */
export function prefill(form: HTMLFormElement, values: Values = {}, plain?: HTMLFormElement | null): void {
  const controls = [...form.elements] as Control[]
  for (const [name, value] of [...(plain ? new FormData(plain) : []), ...named(values)]) {
    const wanted = [value ?? ''].flat().map(String)
    for (const control of controls)
      if (control.name !== name || name.startsWith('consents.') || control.type === 'file') continue
      else if (/checkbox|radio/.test(control.type))
        (control as HTMLInputElement).checked ||= value === true || wanted.includes(control.value)
      else control.value ||= wanted.join(', ')
  }
  const focused = document.activeElement as Control | null
  if (plain?.contains(focused)) controls.find(({ name }) => name === focused?.name)?.focus()
}
