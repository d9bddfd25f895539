import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm } from '@kith/core'
import type { ChangeDraft, Storage } from '@kith/core/storage'
import { afterAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './index.ts'
import { allChanges, bytesOf, guessed, hexHits, hits, live, named, openCrm, TENANT } from './testing/persons.ts'

const SOAK = Boolean(process.env['KITH_SOAK'])
const PERSONS = SOAK ? Number(process.env['KITH_SOAK_N'] ?? 1_000) : 4
const KEPT = 3
const folder = mkdtempSync(join(tmpdir(), 'kith-erasure-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Persons that are looked for in every way of writing; all others by the letters of theirs. */
const SAMPLE = Array.from({ length: Math.min(PERSONS, 20) }, (_, at) =>
  Math.floor((at * PERSONS) / Math.min(PERSONS, 20)),
)
/** Erased entries whose content is guessed. */
const GUESSES = 100

/** Persons live, and all but a few are erased: the log before and after, and how long the erasures took. */
async function liveAndErase(storage: Storage, file: string, persons: number) {
  const crm = await openCrm(storage)
  const contacts: string[] = []
  for (let number = 0; number < persons + KEPT; number++) {
    contacts.push(await live(crm, number))
    if (number % 3 === 0) await crm.tick()
  }
  expect(hits(bytesOf(file), 0).length).toBeGreaterThan(4)
  expect(named(bytesOf(file), persons + KEPT).size).toBe(persons + KEPT)
  const before = await allChanges(storage)
  const times: number[] = []
  let changed = 0
  for (const id of contacts.slice(0, persons)) {
    const started = performance.now()
    changed += (await crm.erase('main', { object: 'contact', id })).changed
    times.push(performance.now() - started)
  }
  return { crm, before, after: await allChanges(storage), changed, times: times.sort((left, right) => left - right) }
}

describe('erasing a person from SQLite', () => {
  it(
    `leaves nothing of ${PERSONS} persons in the file, and all of the others; the log still verifies, its digests say nothing`,
    async ({ task }) => {
      const file = join(folder, 'crm.db')
      const { crm, before, after, changed, times } = await liveAndErase(sqliteStorage({ file }), file, PERSONS)
      const left = bytesOf(file)
      const found = SAMPLE.flatMap((number) => hits(left, number))
      const all = [...named(left, PERSONS + KEPT)].sort((one, other) => one - other)
      const others = Array.from({ length: KEPT }, (_, at) => hits(left, PERSONS + at).length)
      const salts = new Set(before.flatMap(({ salt, seq }) => (after[seq - 1]?.payload === null && salt) || []))
      const verified = await crm.verify('main')
      expect({ found, all }).toEqual({ found: [], all: [PERSONS, PERSONS + 1, PERSONS + 2] })
      expect(changed).toBeGreaterThanOrEqual(PERSONS)
      expect(others.every((count) => count > 4)).toBe(true)
      expect(verified).toMatchObject({ ok: true, faults: [] })
      expect(verified.erased).toBeGreaterThan(PERSONS * 4)
      expect(salts.size).toBe(verified.erased)
      expect(hexHits(left, salts)).toBe(0)
      const guesses = guessed(before, after, GUESSES)
      expect(guesses).toBe(0)
      await crm.close()
      expect(named(bytesOf(file), PERSONS).size).toBe(0)
      task.meta.report = {
        name: 'erasure',
        what: 'Persons erased from SQLite, each with a form, a lead, a deal, a call, a ticket and a consent; their texts (also beginnings of words) and the salts of their entries searched for in every byte of the file and the write-ahead log, plain, in small letters, folded, in UTF-16 and base64; erased entries guessed by somebody who has the store and knows what they said.',
        n: PERSONS,
        figures: {
          hits: found.length + all.length - KEPT,
          saltsLeft: 0,
          erasedEntries: verified.erased,
          faults: verified.faults.length,
          entriesGuessedAt: Math.min(GUESSES, verified.erased),
          guesses,
          fileMB: Math.round(left.length / 1024 ** 2),
          medianMs: Math.round(times[times.length >> 1] ?? 0),
          slowestMs: Math.round(times.at(-1) ?? 0),
        },
      }
    },
    SOAK ? 3_600_000 : 60_000,
  )

  const saltless: Readonly<Record<string, (change: ChangeDraft) => string>> = {
    'without a salt': () => '',
    'with one salt for all': () => '5'.repeat(32),
    'with a salt that is made of the record': ({ object, id }) => `${object}:${id}`,
  }
  for (const [fault, saltOf] of Object.entries(saltless))
    it(`would notice digests ${fault}`, async () => {
      const file = join(folder, `${fault}.db`)
      const real = sqliteStorage({ file })
      const commit: Storage['commit'] = (scope, batch) =>
        real.commit(scope, { ...batch, changes: (batch.changes ?? []).map((one) => ({ ...one, salt: saltOf(one) })) })
      const { crm, before, after } = await liveAndErase({ ...real, commit }, file, 1)
      expect(guessed(before, after, GUESSES)).toBeGreaterThan(0)
      await crm.close()
    })

  it('says when there is nobody, and leaves all as it was', async () => {
    const crm = await createCrm({ storage: sqliteStorage({ file: join(folder, 'nobody.db') }), jobsEveryMs: 0 })
    await crm.openTenant({ id: TENANT.tenant, name: 'Main' })
    await expect(crm.erase('main', { object: 'contact', id: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await crm.close()
  })
})
