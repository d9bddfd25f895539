import type { ProposedCommand } from '@kith/core'
import { fieldOf, type ScreenField, type ScreenObject } from '../values/model.ts'

type Values = Readonly<Record<string, unknown>>
type Objects = readonly ScreenObject[]

/** Names of what a command changes that is no field of a record. */
export interface CommandLabels {
  readonly tag: string
  readonly message: string
  readonly lostReason: string
}

/** A value of a command that a person may change before approving. */
export interface CommandValue {
  /** Place of the command. */
  readonly at: number
  /** Where it stands in the command: `['set', 'status']`. */
  readonly path: readonly string[]
  /** How it is asked for; its id is unique among all commands. */
  readonly field: ScreenField
  readonly value: unknown
}

/** Fields of an activity that a person may change. */
const ACTIVITY: readonly string[] = ['subject', 'body', 'dueAt', 'ownerId']
const TYPED: readonly string[] = ['rollup', 'json', 'links', 'file']

/** What may be changed: values only, never what is done to which record. */
export function valuesOfCommands(
  commands: readonly ProposedCommand[],
  objects: Objects,
  labels: CommandLabels,
): readonly CommandValue[] {
  return commands.flatMap((command, at) =>
    entriesOf(command, objects, labels).map(({ path, field }) => ({
      at,
      path,
      field: { ...field, id: `${at}-${path.at(-1)}` },
      value: path.reduce<unknown>((value, key) => (value as Values | undefined)?.[key], command),
    })),
  )
}

/** The commands with other values; null empties one. Those that were not written stay. */
export function withValues(
  commands: readonly ProposedCommand[],
  known: readonly CommandValue[],
  written: Values,
): readonly ProposedCommand[] {
  return commands.map((command, place) =>
    known
      .filter(({ at, field }) => at === place && field.id in written)
      .reduce((next, { path, field }) => put(next, path, written[field.id]) as ProposedCommand, command),
  )
}

function put(target: Values, [key = '', ...rest]: readonly string[], value: unknown): Values {
  return { ...target, [key]: rest.length ? put((target[key] ?? {}) as Values, rest, value) : value }
}

interface Entry {
  readonly path: readonly string[]
  readonly field: ScreenField
}

function entriesOf(command: ProposedCommand, objects: Objects, labels: CommandLabels): readonly Entry[] {
  const { operation } = command
  const named = (name: unknown) => objects.find((one) => one.name === name)
  const of = (object: ScreenObject | undefined, member: string, ids: readonly string[]) =>
    ids.flatMap((id): readonly Entry[] => {
      if (!object?.fields[id]) return []
      const { required: _, ...field } = fieldOf(object, id)
      return TYPED.includes(field.type) ? [] : [{ path: [member, id], field }]
    })
  const own = (id: string, type: 'text' | 'longText', label: string): Entry => ({
    path: [id],
    field: { id, type, label },
  })
  const input = Object.keys((command['input'] ?? {}) as Values)
  if (operation === 'update') return of(named(command['object']), 'set', Object.keys((command['set'] ?? {}) as Values))
  if (operation === 'assign') return of(named(command['object']), 'input', ['ownerId'])
  if (operation === 'logActivity')
    return of(
      named('activity'),
      'input',
      ACTIVITY.filter((id) => input.includes(id)),
    )
  if (operation === 'moveDeal')
    return [
      ...of(named('deal'), 'input', ['stageId']),
      ...(input.includes('lostReason')
        ? [
            {
              path: ['input', 'lostReason'],
              field: { id: 'lostReason', type: 'text', label: labels.lostReason },
            } as const,
          ]
        : []),
    ]
  if (operation === 'addTag' || operation === 'removeTag') return [own('tag', 'text', labels.tag)]
  if (operation === 'notify') return [own('text', 'longText', labels.message)]
  return []
}
