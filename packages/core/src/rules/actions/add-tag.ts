import * as z from 'zod'
import { type ActionKind, type Reviewable, reviewShape, routine } from './action.ts'

/** Marks the record with a tag. */
export interface AddTag extends Reviewable {
  readonly do: 'add-tag'
  /** Name of the tag; made where there is none of this name. */
  readonly tag: string
}

/** {@link AddTag}. */
export const addTag: ActionKind<AddTag> = {
  name: 'add-tag',
  schema: z.strictObject({ do: z.literal('add-tag'), tag: z.string().trim().min(1).max(60), ...reviewShape }),
  weight: routine,
  plan: ({ tag }, { object, record }) => ({ commands: [{ operation: 'addTag', object, id: record.id, tag }] }),
  describe: ({ tag }, { say, quoted }) => say('addTag', { tag: quoted(tag) }),
}
