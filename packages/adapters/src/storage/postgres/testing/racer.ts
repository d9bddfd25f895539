// A process of its own on a database that others use too. Told `move` it tries one move of the deal; told `write` it
// commits changes without a pause. Answers each with what came of it.
import { createModel, defineObject, number, text } from '@kith/core'
import type { ChangeDraft, Storage } from '@kith/core/storage'
import { Pool } from 'pg'
import { postgresStorage } from '../index.ts'

export const deals = createModel([
  defineObject({
    name: 'deal',
    label: 'Deal',
    title: 'title',
    fields: { title: text({ indexed: true }), stage: text({ indexed: true }), moves: number({ integer: true }) },
  }),
])

export const SCOPE = { tenant: 'north' }

export type Order =
  | { readonly do: 'move'; readonly version: number; readonly stage: string }
  | {
      readonly do: 'write'
      readonly name: string
      readonly commits: number
      readonly each: number
      readonly writers: number
    }

export interface Outcome {
  /** `won`, or the code of the refusal. */
  readonly came: string
}

export function dealPut(version: number, stage: string) {
  return { object: 'deal', record: { id: 'd', version, stage, moves: version - 1 } }
}

export function change(id: string, after: Readonly<Record<string, unknown>>): ChangeDraft {
  const actor = { kind: 'user', id: 'u' }
  const common = { at: '2026-03-01T09:00:00.000Z', actor, cause: 'move', correlation: id, configVersion: 0 }
  return { ...common, object: 'deal', id, subjects: [], before: null, after, salt: '0'.repeat(32) }
}

/** A storage on a schema of a database, with a pool that it ends. */
export async function openRacer(url: string, schema: string, connections: number): Promise<Storage> {
  const pool = new Pool({ connectionString: url, max: connections, options: `-c search_path="${schema}"` })
  const storage = postgresStorage({ pool })
  await storage.open(deals)
  return {
    ...storage,
    async close() {
      await storage.close()
      await pool.end()
    },
  }
}

async function obey(storage: Storage, order: Order): Promise<Outcome> {
  if (order.do === 'write') {
    await write(storage, order)
    return { came: 'won' }
  }
  const { version, stage } = order
  return storage
    .commit(SCOPE, {
      expect: [{ object: 'deal', id: 'd', version }],
      put: [dealPut(version + 1, stage)],
      changes: [change('d', { stage, version: version + 1 })],
    })
    .then(
      () => ({ came: 'won' }),
      (error: { code?: string }) => ({ came: error.code ?? String(error) }),
    )
}

async function write(
  storage: Storage,
  { name, commits, each, writers }: Extract<Order, { do: 'write' }>,
): Promise<void> {
  let next = 0
  const writer = async () => {
    for (let at = next++; at < commits; at = next++) {
      const changes = Array.from({ length: each }, (_, part) => change(`${name}-${at}-${part}`, { at, part }))
      await storage.commit(SCOPE, { changes })
    }
  }
  await Promise.all(Array.from({ length: writers }, writer))
}

if (import.meta.main) {
  const [url, schema] = process.argv.slice(2) as [string, string]
  const storage = await openRacer(url, schema, 20)
  process.on('message', (order: Order | 'end') => {
    if (order === 'end') void storage.close().then(() => process.disconnect())
    else void obey(storage, order).then((outcome) => process.send?.(outcome))
  })
  process.send?.({ came: 'ready' })
}
