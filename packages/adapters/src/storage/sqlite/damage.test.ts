import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crmModel, verifyLog } from '@kith/core'
import { isKithError } from '@kith/core/shared'
import type { Storage } from '@kith/core/storage'
import { seededRandom } from '@kith/core/testing'
import { afterAll, expect, it } from 'vitest'
import { Essence } from '../../moving/index.ts'
import { config, fillCompany, MAIN } from '../../moving/world.fixture.ts'
import { sqliteStorage } from './index.ts'

const FLIPS = process.env['KITH_SOAK'] ? Number(process.env['KITH_SOAK_N'] ?? 1_000) : 6
const SEED = 20260302
/** Of a text in a record that no index holds, neither SQLite nor the log can tell another letter. */
const UNSEEN = 0.02
const folder = mkdtempSync(join(tmpdir(), 'kith-damage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Outcome =
  | 'refused at the start'
  | 'refused when read'
  | 'found by inspect'
  | 'found in the log'
  | 'same'
  | 'unseen'

/** What becomes of a file with a flipped bit: an error of ours, a finding, or the same answers as before. Never a crash. */
async function outcomeOf(file: string, digest: string): Promise<Outcome> {
  const storage = sqliteStorage({ file })
  try {
    await storage.open(crmModel(config))
  } catch (error) {
    if (!isKithError(error)) throw error
    return 'refused at the start'
  }
  try {
    const same = (await digestOf(storage)) === digest
    if ((await storage.inspect?.())?.some(({ level }) => level === 'problem')) return 'found by inspect'
    if (!(await verifyLog(storage, MAIN)).ok) return 'found in the log'
    return same ? 'same' : 'unseen'
  } catch (error) {
    if (!isKithError(error)) throw error
    return 'refused when read'
  } finally {
    await storage.close().catch(() => undefined)
  }
}

async function digestOf(storage: Storage): Promise<string> {
  const essence = new Essence()
  for await (const chunk of storage.dump({ tenant: MAIN })) for (const piece of chunk) essence.add(piece)
  return essence.digest
}

it(
  `a flipped bit never ends in a crash, and is refused, found or without effect: ${FLIPS} of them`,
  async ({ task }) => {
    const whole = join(folder, 'whole.db')
    const storage = sqliteStorage({ file: whole })
    await fillCompany(storage, 30)
    const digest = await digestOf(storage)
    await storage.close()
    const bytes = readFileSync(whole)
    const random = seededRandom(SEED)
    const outcomes: Record<string, number> = {}
    for (let flip = 0; flip < FLIPS; flip++) {
      const place = join(folder, `flip-${flip}`)
      mkdirSync(place)
      const at = random.below(bytes.length)
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] as number) ^ (1 << random.below(8))
      writeFileSync(join(place, 'crm.db'), copy)
      const outcome = await outcomeOf(join(place, 'crm.db'), digest)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      rmSync(place, { recursive: true, force: true })
    }
    expect(outcomes['unseen'] ?? 0, `seed ${SEED}`).toBeLessThanOrEqual(Math.max(1, FLIPS * UNSEEN))
    task.meta.report = {
      name: 'damage',
      what: 'One bit flipped at a random place of a SQLite file; then opened, read as a whole, and examined. Unseen: a value that neither SQLite nor the log can tell from another.',
      n: FLIPS,
      figures: outcomes,
    }
  },
  30_000 + FLIPS * 2_000,
)
