import * as z from 'zod'
import { type ActionKind, effectKey, type Reviewable, reviewShape } from './action.ts'

/** Calls a function that the host registered. Only its name and data stand in the rule. */
export interface RunFunction extends Reviewable {
  readonly do: 'run-function'
  readonly name: string
  /** Plain data that it gets beside the record. */
  readonly input?: Readonly<Record<string, unknown>>
}

/** {@link RunFunction}. As heavy as the host says; heavy where the host does not know it. */
export const runFunction: ActionKind<RunFunction> = {
  name: 'run-function',
  schema: z.strictObject({
    do: z.literal('run-function'),
    name: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/),
    input: z.record(z.string(), z.unknown()).exactOptional(),
    ...reviewShape,
  }),
  weight({ name }, { state: { functions } }) {
    return functions && Object.hasOwn(functions, name) ? (functions[name]?.weight ?? 'heavy') : 'heavy'
  },
  plan({ name, input = {} }, step) {
    const about = { object: step.object, id: step.record.id }
    return { commands: [{ operation: 'runFunction', key: effectKey(step), name, about, input }] }
  },
  needs: () => ({ functions: true }),
  describe: ({ name }, { say, quoted }) => say('runFunction', { name: quoted(name) }),
}
