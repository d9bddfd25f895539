import * as z from 'zod'
import { type ActionKind, idSchema, type Reviewable, reviewShape, routine } from './action.ts'

/** Joins the record with another one: a fixed one, or one that a relation of the record points to. */
export interface LinkRecords extends Reviewable {
  readonly do: 'link-records'
  readonly to: { readonly object: string; readonly id: string } | { readonly field: string }
  readonly role?: string
}

/** {@link LinkRecords}. */
export const linkRecords: ActionKind<LinkRecords> = {
  name: 'link-records',
  schema: z.strictObject({
    do: z.literal('link-records'),
    to: z.union([z.strictObject({ object: idSchema, id: idSchema }), z.strictObject({ field: idSchema })]),
    role: idSchema.exactOptional(),
    ...reviewShape,
  }),
  weight: routine,
  plan({ to, role }, { object, record, context }) {
    const other = 'field' in to ? pointed(context.model.field(object, to.field)?.to, record[to.field]) : to
    if (!other) return { skipped: 'no-record' }
    const from = { object, id: record.id }
    return { commands: [{ operation: 'link', from, to: other, ...(role === undefined ? {} : { role }) }] }
  },
  describe({ to, role }, { say, object, field, name, quoted }) {
    const other = 'field' in to ? field(object, to.field) : name(to.object, to.id)
    return role === undefined ? say('link', { other }) : say('linkAs', { other, role: quoted(role) })
  },
}

function pointed(object: string | undefined, id: unknown) {
  return object !== undefined && typeof id === 'string' ? { object, id } : undefined
}
