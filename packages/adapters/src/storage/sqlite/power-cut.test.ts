import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DURABILITY, TIMES } from '../durability.fixture.ts'
import { powerCut, whyNoPowerCuts } from './testing/power-cut.ts'

const CUTS = TIMES.powerCuts
const temporary = mkdtempSync(join(tmpdir(), 'kith-power-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

describe('sqliteStorage when the power is cut', () => {
  it(
    `loses nothing that it acknowledged over ${CUTS} cuts, half of them while it erases`,
    async ({ skip, task }) => {
      const reason = whyNoPowerCuts(temporary)
      if (reason) {
        const figures = { sqlitePowerCuts: { cuts: 0, skipped: reason } }
        task.meta.report = { name: 'durability', ...DURABILITY, n: DURABILITY.n - CUTS, figures }
        skip(reason)
      }
      const total: Record<string, number> = {}
      let acknowledged = 0
      for (let run = 0; run < CUTS; run++) {
        const cut = await powerCut(join(temporary, `cut-${run}`), run, run % 2 === 0 ? 'real' : 'erasing')
        acknowledged += cut.acknowledged
        for (const [fault, count] of Object.entries(cut.found)) total[fault] = (total[fault] ?? 0) + count
      }
      expect(acknowledged).toBeGreaterThan(CUTS)
      expect(total).toEqual({ lost: 0, doubled: 0, halfDone: 0, brokenLinks: 0, integrityFaults: 0 })
      task.meta.report = {
        name: 'durability',
        ...DURABILITY,
        figures: { sqlitePowerCuts: { cuts: CUTS, acknowledged, ...total } },
      }
    },
    60_000 + CUTS * 10_000,
  )
})
