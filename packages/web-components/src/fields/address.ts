import { html } from '../base/index.ts'
import { countries } from './countries.ts'
import { group, part, partTexts } from './group.ts'
import type { FieldRenderer } from './renderer.ts'

/** A postal address, in parts that browsers fill in. */
export const address: FieldRenderer = (view) => {
  const { choose, street, postalCode, city, country } = partTexts(view)
  const id = `${view.field.id}.country`
  return group(
    view,
    html`<div class="parts">
      ${part(view, 'street', street, { autocomplete: 'street-address', wide: true })}
      ${part(view, 'postalCode', postalCode, { autocomplete: 'postal-code' })}
      ${part(view, 'city', city, { autocomplete: 'address-level2' })}
      <div class="part wide"><label for=${id}>${country}</label><select part="input" id=${id} name=${id} autocomplete="country">
        <option value="">${choose}</option>
        ${countries(view.locale).map(({ code, name }) => html`<option value=${code}>${name}</option>`)}</select></div>
    </div>`,
  )
}
