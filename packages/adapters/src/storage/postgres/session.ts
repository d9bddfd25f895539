import { sha256 } from '../sql/sha256.ts'
import type { PostgresClient, PostgresResult, PostgresStatement } from './pool.ts'

export type Row = readonly unknown[]

/** A connection in use. Statements have question marks where values are bound; rows come as arrays. */
export class Session {
  readonly client: PostgresClient
  readonly #prepare: boolean

  constructor(client: PostgresClient, prepare: boolean) {
    this.client = client
    this.#prepare = prepare
  }

  async all(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.#ask(text, values)).rows
  }

  async one(text: string, values: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.all(text, values))[0]
  }

  /** @returns how many rows were written */
  async run(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.#ask(text, values)).rowCount ?? 0
  }

  /** For statements of few texts that every commit or read of a record has: the server keeps their plans. */
  hot(text: string, values: readonly unknown[]): Promise<PostgresResult> {
    return this.#ask(text, values, this.#prepare ? nameOf(text) : undefined)
  }

  #ask(text: string, values: readonly unknown[], name?: string): Promise<PostgresResult> {
    const statement: PostgresStatement = { text: numbered(text), values: [...values], rowMode: 'array', types: TYPES }
    return this.client.query(name === undefined ? statement : { ...statement, name })
  }
}

/** Numbers become numbers where they fit; all else stays the text that PostgreSQL sends. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  20: Number,
  21: Number,
  23: Number,
  701: Number,
}
const asText = (text: string): unknown => text
const TYPES = { getTypeParser: (oid: number) => PARSERS[oid] ?? asText }

/** Texts that are kept with their numbers; the oldest goes first. */
const MAX_TEXTS = 1_000
const texts = new Map<string, string>()

/** `?, ?` as `$1, $2`. Texts hold no values and no names with a question mark: those come from the model. */
export function numbered(text: string): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  let count = 0
  const made = text.replace(/\?/g, () => `$${++count}`)
  texts.set(text, made)
  const oldest = texts.keys().next().value
  if (texts.size > MAX_TEXTS && oldest !== undefined) texts.delete(oldest)
  return made
}

const names = new Map<string, string>()

/** The same for the same text, whoever uses the pool. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `kith_${sha256(text).slice(0, 24)}`
  names.set(text, name)
  return name
}
