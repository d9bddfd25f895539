import type { SlotRef, SlotValue } from '../schema/types.ts'
import { fold } from '../shared/fold.ts'
import { type Closures, compileWith, isNothing, storedIn } from './closures.ts'
import type { Condition } from './types.ts'

/** What people have filled in so far, by field id, in the shape that records store it. */
export type FormValues = Readonly<Record<string, unknown>>

/**
 * Compiles a condition for a form in a page: whether a field is shown, or asked for. The server checks the filter and
 * sends the condition (`formCondition`), so that a page carries neither model nor language: this and what it needs is the
 * browser's whole share.
 *
 * @throws TypeError for a condition that `formCondition` refuses
 * @example
 * const isShown = compileFormCondition(condition)
 * isShown({ interest: 'buy', budget: 250_000 }) // true
 */
export function compileFormCondition(condition: Condition): (values: FormValues) => boolean {
  const test = compileWith(CLOSURES, condition)
  return (values) => test(values, NOBODY)
}

const NOBODY = { lookup: undefined, before: undefined }
const CLOSURES: Closures = {
  reader: formReader,
  special: ({ op }) => {
    throw new TypeError(`A form cannot ask for "${op}".`)
  },
}

/** Reads slots as the field types do, for what a form can ask. An empty text is nothing, as it will be when it is stored. */
function formReader({ field, slot }: SlotRef): (subject: unknown) => SlotValue | undefined {
  const isFolded = FOLDED.test(slot)
  return (subject) => {
    const value = field === '' ? subject : storedIn(subject, field)
    if (isNothing(value)) return undefined
    const whole = slot === 'value' || (slot === 'fold' && typeof value === 'string')
    const part = whole ? value : (value as FormValues)[slot === 'fold' ? 'full' : slot]
    return isNothing(part) ? undefined : isFolded ? fold(part as string) : (part as SlotValue)
  }
}

/** Slots that hold folded text: of a text or a name as a whole, and of parts. */
const FOLDED = /^(fold|city|number|authority)$/
