import * as z from 'zod'
import { type ActionKind, type Reviewable, reviewShape, routine } from './action.ts'

/** Takes a tag off the record. */
export interface RemoveTag extends Reviewable {
  readonly do: 'remove-tag'
  /** Name of the tag. */
  readonly tag: string
}

/** {@link RemoveTag}. */
export const removeTag: ActionKind<RemoveTag> = {
  name: 'remove-tag',
  schema: z.strictObject({ do: z.literal('remove-tag'), tag: z.string().trim().min(1).max(60), ...reviewShape }),
  weight: routine,
  plan: ({ tag }, { object, record }) => ({ commands: [{ operation: 'removeTag', object, id: record.id, tag }] }),
  describe: ({ tag }, { say, quoted }) => say('removeTag', { tag: quoted(tag) }),
}
