import type { Model } from '@kith/core'

/** Where a command reads and writes. */
export interface Terminal {
  /** Standard input as text; undefined where nothing is connected to it. */
  readonly input: AsyncIterable<string> | undefined
  /** Standard output: resolves when the reader wants more. */
  readonly write: (text: string) => Promise<void>
  /** Standard error: progress and sentences for people. */
  readonly tell: (text: string) => void
  /** The present instant, ISO 8601. */
  readonly now: () => string
}

/** A command with its arguments, as it is run. */
export interface Call extends Terminal {
  readonly arguments: readonly string[]
  readonly text: (option: string) => string | undefined
  readonly is: (option: string) => boolean
  /** The model of `--config`, or of the plain CRM. */
  readonly model: () => Promise<Model>
}

/** An option of a command. */
export interface Option {
  readonly type: 'string' | 'boolean'
  /** What stands for its value in the help: `FILE`. */
  readonly value?: string
  readonly help: string
}

/** Something that `kith` does. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What comes behind the name: `ADDRESS [--tenant T] > FILE`. */
  readonly usage: string
  /** Names of the arguments that it needs. */
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  /** What people should know, a few sentences. */
  readonly details: string
  /** @returns the exit code: 0 when all is well, 1 when something is not */
  readonly run: (call: Call) => Promise<number>
}

/** What is wrong with how a command was called or with what it was given: a sentence that says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

export const CONFIG_OPTION: Option = {
  type: 'string',
  value: 'FILE',
  help: 'Module that exports the app’s `config` (of defineCrm); needed where it has objects or fields of its own.',
}

export const TENANT_OPTION: Option = {
  type: 'string',
  value: 'TENANT',
  help: 'Only this tenant. Default: all, one after the other.',
}
