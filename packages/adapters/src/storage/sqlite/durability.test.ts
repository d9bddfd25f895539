import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DURABILITY, killsMs, surviveKills, TIMES } from '../durability.fixture.ts'
import { damage, killedWriter } from './testing/damage.ts'

const KILLS = TIMES.kills
const temporary = mkdtempSync(join(tmpdir(), 'kith-durability-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

describe('sqliteStorage when its process is killed', () => {
  it(
    `loses nothing that it acknowledged, and leaves nothing half done, over ${KILLS} kills`,
    async ({ task }) => {
      const file = join(temporary, 'killed', 'crm.db')
      const found = await surviveKills(file, KILLS, 'real')
      task.meta.report = {
        name: 'durability',
        ...DURABILITY,
        figures: { sqliteKills: { kills: KILLS, ...found } },
      }
    },
    killsMs(KILLS),
  )

  it(
    `loses nothing, and the file stays whole, when two processes erase in it and are killed, over ${KILLS} times`,
    async ({ task }) => {
      const file = join(temporary, 'erasing', 'crm.db')
      const found = await surviveKills(file, KILLS, 'erasing', ['a', 'b'])
      task.meta.report = {
        name: 'durability',
        ...DURABILITY,
        figures: { sqliteKillsWhileErasing: { kills: 2 * KILLS, ...found } },
      }
    },
    killsMs(KILLS, 2),
  )

  it('would notice a storage that acknowledges before it commits', async () => {
    const file = join(temporary, 'early', 'crm.db')
    const acknowledged = await killedWriter(file, 0, 'early')
    expect((await damage(file, acknowledged))['lost']).toBeGreaterThan(0)
  }, 60_000)
})
