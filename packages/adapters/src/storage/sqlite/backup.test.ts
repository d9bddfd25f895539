import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createModel, defineObject, text } from '@kith/core'
import type { Batch, Storage } from '@kith/core/storage'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'

const SOAK = Boolean(process.env['KITH_SOAK'])
/** With 60 words of note each: some 230 MB in the long run, some 23 MB otherwise; a step of a copy has 8 MB. */
const CONTACTS = SOAK ? 100_000 : 10_000
const WRITES_A_SECOND = 1_000
const WRITERS = 64
const SCOPE = { tenant: 'north' }
const NOW = '2026-03-01T09:00:00.000Z'
const model = createModel([
  defineObject({
    name: 'contact',
    label: 'Contact',
    title: 'title',
    fields: { title: text({ indexed: true }), note: text() },
  }),
])
const temporary = mkdtempSync(join(tmpdir(), 'kith-backup-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

function batchOf(ids: readonly string[]): Batch {
  const note = (id: string) => `${id} `.repeat(60)
  const common = { at: NOW, actor: { kind: 'visitor', id: 'v' }, cause: 'capture', configVersion: 0, object: 'contact' }
  return {
    put: ids.map((id) => ({ object: 'contact', record: { id, version: 1, title: `Ms ${id}`, note: note(id) } })),
    changes: ids.map((id) => ({
      ...common,
      correlation: id,
      id,
      subjects: [`contact:${id}`],
      before: null,
      after: { title: `Ms ${id}`, note: note(id) },
      salt: '0'.repeat(32),
    })),
  }
}

async function open(file: string): Promise<Storage> {
  const storage = sqliteStorage({ file })
  await storage.open(model)
  return storage
}

/** Commits one contact after the other, not faster than is wanted, until told to stop. */
function writeOn(storage: Storage) {
  const [acknowledged, started] = [[] as string[], performance.now()]
  let [writing, next] = [true, 0]
  const writer = async () => {
    while (writing) {
      const at = next++
      const early = (at * 1_000) / WRITES_A_SECOND - (performance.now() - started)
      if (early > 1) await wait(early)
      await storage.commit(SCOPE, batchOf([`w${at}`]))
      acknowledged.push(`w${at}`)
    }
  }
  const writers = Array.from({ length: WRITERS }, writer)
  const stop = () => {
    writing = false
    return Promise.all(writers)
  }
  return { acknowledged, stop }
}

describe('a backup of a store of many steps', () => {
  it(
    `ends while ${WRITES_A_SECOND} contacts a second are written, and has all that was acknowledged before its start`,
    async ({ task }) => {
      const [file, copy] = [join(temporary, 'crm.db'), join(temporary, 'copy.db')]
      const storage = await open(file)
      for (let first = 0; first < CONTACTS; first += 500)
        await storage.commit(SCOPE, batchOf(Array.from({ length: 500 }, (_, at) => `c${first + at}`)))
      const { acknowledged, stop } = writeOn(storage)
      while (acknowledged.length < (SOAK ? 2_000 : 200)) await wait(5)
      const before = [...acknowledged]
      const started = performance.now()
      await storage.backup?.(copy)
      const ms = performance.now() - started
      const during = acknowledged.length - before.length
      await stop()
      await storage.close()
      const copied = await open(copy)
      const missing = (await copied.get(SCOPE, 'contact', before)).filter((record) => record === undefined).length
      const seqs = await copied.head(SCOPE)
      const measures = [{ fn: 'count' }] as const
      const [count] = await copied.aggregate(SCOPE, 'contact', { where: { op: 'true' }, groupBy: [], measures })
      await copied.close()
      expect(missing).toBe(0)
      // One moment: as many entries of the log as contacts.
      expect(count?.values[0]).toBe(seqs)
      expect(during).toBeGreaterThan(0)
      task.meta.report = {
        name: 'backup',
        what: 'A backup of a SQLite store of so many contacts, each with an entry of the log, while a thousand contacts a second are written.',
        n: CONTACTS,
        figures: {
          megabytes: Math.round(statSync(copy).size / 1e6),
          seconds: Math.round(ms / 100) / 10,
          acknowledgedBefore: before.length,
          missing,
          writesASecondMeanwhile: Math.round((during / ms) * 1_000),
        },
      }
    },
    SOAK ? 600_000 : 60_000,
  )
})
