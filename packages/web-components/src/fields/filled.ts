import { Directive, directive, type ElementPart } from 'lit/directive.js'

/**
 * Writes texts into the controls inside an element, by their names, once they are there; what a person typed after that
 * stays. Renderers of fields leave their controls empty: a form for visitors starts so.
 */
class Filled extends Directive {
  #done = false

  override render(_texts: Readonly<Record<string, unknown>>): void {}

  override update({ element }: ElementPart, [texts]: [Readonly<Record<string, unknown>>]): void {
    if (this.#done) return
    this.#done = true
    queueMicrotask(() => {
      for (const control of element.querySelectorAll<HTMLInputElement>('[name]')) fill(control, texts[control.name])
    })
  }
}

function fill(control: HTMLInputElement, value: unknown): void {
  if (value === undefined) return
  if (control.type !== 'checkbox' && control.type !== 'radio') control.value = String(value)
  else if (typeof value === 'boolean') control.checked = value
  else control.checked = (Array.isArray(value) ? value : [value]).map(String).includes(control.value)
}

/** See {@link Filled}. */
export const filled = directive(Filled)
