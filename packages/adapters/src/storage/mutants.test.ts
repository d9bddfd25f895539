import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { storageContract } from '@kith/core/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { mutantOf, mutants } from './mutants.fixture.ts'
import { damage, killedWriter } from './sqlite/testing/damage.ts'
import { powerCut, whyNoPowerCuts } from './sqlite/testing/power-cut.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-mutants-'))
const noPowerCuts = whyNoPowerCuts(temporary)
const found = new Map<string, boolean>()

afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** How a storage fares in one case of the contract. */
async function fails(name: string, open: () => Storage): Promise<boolean> {
  const runs: (() => Promise<void>)[] = []
  storageContract((title, run) => void (title === name && runs.push(run)), open, { persistent: false })
  expect(runs, `cases of the contract with the name "${name}"`).toHaveLength(1)
  return (await Promise.allSettled(runs.map((run) => run())))[0]?.status === 'rejected'
}

function isCaught(fault: string, caught: boolean): void {
  found.set(fault, caught)
  expect(caught, `Whether a storage is caught that has ${fault}`).toBe(true)
}

describe('a broken storage', () => {
  for (const mutant of mutants)
    it(`with ${mutant.fault} is caught by ${mutant.caughtBy}`, async () => {
      expect(await fails(mutant.caughtBy, memoryStorage), 'Whether the reference fails').toBe(false)
      isCaught(mutant.fault, await fails(mutant.caughtBy, () => mutantOf(mutant)))
    })

  it('that acknowledges before it commits is caught by a kill', async () => {
    const file = join(temporary, 'early', 'crm.db')
    const acknowledged = await killedWriter(file, 0, 'early')
    isCaught('acknowledged before commit', ((await damage(file, acknowledged))['lost'] ?? 0) > 0)
  }, 60_000)

  it('that syncs at NORMAL instead of FULL is caught by a power cut', async ({ skip }) => {
    if (noPowerCuts) skip(noPowerCuts)
    const cut = await powerCut(join(temporary, 'normal'), 0, 'normal')
    isCaught('NORMAL instead of FULL', (cut.found['lost'] ?? 0) > 0)
  }, 60_000)

  it('is caught, each of them', ({ task }) => {
    const caught = [...found.values()].filter(Boolean).length
    const apart = noPowerCuts ? ` (NORMAL instead of FULL was not tried: ${noPowerCuts})` : ''
    task.meta.summary = `mutants caught ${caught}/${found.size}${apart}`
    process.stdout.write(`${task.meta.summary}\n`)
    expect(found.size).toBe(mutants.length + (noPowerCuts ? 1 : 2))
    expect(caught).toBe(found.size)
  })
})
