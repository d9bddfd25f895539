import type { StoredRecord } from '../../schema/record.ts'
import { isSystemField } from '../../schema/system-fields.ts'
import type { ManyItem } from '../../schema/types.ts'
import { fold } from '../../shared/fold.ts'
import { parseValue } from '../inputs.ts'
import { isNothing, type Values } from '../plan.ts'
import type { OperationContext } from '../types.ts'
import type { Lead } from './lead.schema.ts'

/** What a lead says of itself as a lead; it means nothing on a contact, company or deal. */
const OF_THE_LEAD: ReadonlySet<string> = new Set([
  'status',
  'score',
  'formId',
  'submissionId',
  'contactId',
  'companyId',
  'dealId',
  'convertedAt',
])

/** Fields whose counterpart has another name. `[field of the lead, field of the target]` */
const COUNTERPARTS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  company: [['companyName', 'name']],
  deal: [['message', 'description']],
}

/**
 * The values of a lead that find a home in another record: by field id (also fields of the app and of run time), or in
 * a field that is known to mean the same. A value that the record has already stays; one that its field refuses is left
 * out. Nothing is taken from the lead.
 *
 * @param existing The record that gains them; undefined for a new one
 */
export function carriedValues(
  lead: Lead,
  object: string,
  existing: StoredRecord | undefined,
  context: OperationContext,
): Values {
  const pairs = [...sameNamed(lead, object, context), ...(COUNTERPARTS[object] ?? [])]
  const out: Record<string, unknown> = {}
  for (const [from, to] of pairs) {
    const value = (lead as Values)[from]
    if (isNothing(value) || !isNothing(existing?.[to]) || out[to] !== undefined) continue
    const parsed = parseValue(object, to, value, context)
    if (parsed !== undefined) out[to] = parsed
  }
  return out
}

function sameNamed(lead: Lead, object: string, { model }: OperationContext): readonly (readonly [string, string])[] {
  return Object.keys(lead).flatMap((field) => {
    const type = model.field(object, field)?.type
    if (type === undefined || type === 'rollup' || type === 'links') return []
    return isSystemField(field) || OF_THE_LEAD.has(field) ? [] : [[field, field] as const]
  })
}

/** A list of e-mails or phones with one more; the list as it was where it holds the value already. */
export function withItem(
  items: readonly ManyItem<string>[] | undefined,
  value: string | undefined,
): readonly ManyItem<string>[] | undefined {
  if (value === undefined || items?.some((item) => fold(item.value) === fold(value))) return items
  return items?.length ? [...items, { value }] : [{ value, primary: true }]
}
