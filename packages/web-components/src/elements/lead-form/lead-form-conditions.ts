import type { PublicFormField } from '@kith/core'
import { compileFormCondition } from '@kith/core/filter'
import { readField } from '../../fields/values.ts'

/**
 * Which fields of a form are hidden for what stands in its controls now: by id. A condition looks at earlier fields
 * that are shown themselves. Comes in a file of its own, for forms that have conditions.
 */
export function hiddenFields(
  fields: readonly PublicFormField[],
): (form: HTMLFormElement | null, locale: string) => ReadonlySet<string> {
  const tests = fields.map(({ when }) => when && compileFormCondition(when))
  return (form, locale) => {
    const data = allData(form)
    const values: Record<string, unknown> = {}
    const hidden = new Set<string>()
    fields.forEach((field, at) => {
      if (tests[at]?.(values) === false) hidden.add(field.id)
      else values[field.id] = readField(field, data, locale)
    })
    return hidden
  }
}

/** Also of fields that are hidden now: they are disabled, and keep what was typed. A field may hold a fieldset of its own. */
function allData(form: HTMLFormElement | null): FormData {
  if (!form) return new FormData()
  const off = form.querySelectorAll<HTMLFieldSetElement>('.when:disabled')
  for (const field of off) field.disabled = false
  const data = new FormData(form)
  for (const field of off) field.disabled = true
  return data
}
