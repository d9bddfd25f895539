import { setTimeout as delay } from 'node:timers/promises'
import { seededRandom } from '@kith/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserProfile, call } from './testing/browser-profile.fixture.ts'
import type { Kept } from './testing/page.fixture.ts'

const TABS = Number(process.env['KITH_SOAK_N'] ?? (process.env['KITH_SOAK'] ? 200 : 6))
const CRASHES = Math.ceil(TABS / 3)
const SEED = Number(process.env['KITH_SOAK_SEED'] ?? Date.now() % 1_000_000)
const random = seededRandom(SEED)

let profile: BrowserProfile
beforeEach(async () => {
  profile = new BrowserProfile()
  await profile.serve()
})
afterEach(() => profile.close())

async function kept(): Promise<Kept> {
  const page = await profile.open()
  const found = await call(page, 'read')
  await page.close()
  return found
}

/** All that was acknowledged is there, nothing is there in part, and numbers and log have no gaps. */
async function expectWhole(): Promise<void> {
  const { whole, half, numbers, fault, head } = await kept()
  const stored = new Set(whole)
  const lost = [...profile.acknowledged].filter((name) => !stored.has(name))
  expect({ lost, half, fault }, `seed ${SEED}`).toEqual({ lost: [], half: [], fault: undefined })
  expect(numbers).toEqual(whole.map((_, at) => at + 1))
  expect(head).toBe(whole.length * 2)
}

/** Starts to write in a new tab, and waits until some batches were acknowledged. */
async function writing(run: string) {
  const page = await profile.open()
  void call(page, 'write', run).catch(() => {})
  const enough = profile.acknowledged.size + 1 + random.below(12)
  await vi.waitFor(() => expect(profile.acknowledged.size).toBeGreaterThanOrEqual(enough), { timeout: 20_000 })
  await delay(random.below(20))
  return page
}

describe('a tab that writes', () => {
  it(`and is closed at any moment, ${TABS} times, loses nothing that was acknowledged and leaves nothing half done`, async ({
    task,
  }) => {
    for (let tab = 0; tab < TABS; tab++) {
      const page = await writing(`closed-${tab}`)
      await page.close()
    }
    await expectWhole()
    const acknowledged = profile.acknowledged.size
    expect(acknowledged).toBeGreaterThanOrEqual(TABS)
    task.meta.report = {
      name: 'closed-tabs',
      what: 'Tabs of a real Chromium that commit to IndexedDB and are closed at any moment; read again in a new tab.',
      n: TABS,
      seed: SEED,
      figures: { acknowledged, lost: 0, half: 0 },
    }
  })

  it(`and whose browser crashes, ${CRASHES} times, loses nothing that the browser itself keeps`, async ({ task }) => {
    let [acknowledged, dropped] = [0, 0]
    for (let crash = 0; crash < CRASHES; crash++) {
      const before = profile.acknowledged.size
      await writing(`crashed-${crash}`)
      await profile.crash()
      acknowledged += profile.acknowledged.size - before
      const { whole } = await kept()
      if (whole.length === 0 && profile.madeAnew()) {
        dropped++
        profile.acknowledged.clear()
      }
      await expectWhole()
    }
    expect(dropped).toBeLessThanOrEqual(Math.ceil(CRASHES / 10))
    task.meta.report = {
      name: 'crashed-browsers',
      what: 'A real Chromium that commits to IndexedDB and crashes at any moment; read again after it was started anew. Dropped: how often Chromium deleted all data of the site because its own log was torn.',
      n: CRASHES,
      seed: SEED,
      figures: { acknowledged, lost: 0, half: 0, dropped },
    }
  })
})

describe('two tabs that write at once', () => {
  it('give every number once, keep one log, and hear of each other', async () => {
    const [here, there, third] = [await profile.open(), await profile.open(), await profile.open()]
    await call(third, 'listen')
    await Promise.all([call(here, 'write', 'here', 30), call(there, 'write', 'there', 30)])
    await vi.waitFor(() => expect(profile.heard.length).toBe(60))
    const { whole } = await kept()
    expect(whole).toHaveLength(60)
    await expectWhole()
  })
})

describe('a site whose quota is used up', () => {
  it('is told so, keeps and reads what was acknowledged, and goes on when there is room again', async () => {
    const page = await profile.open()
    const session = await page.context().newCDPSession(page)
    const { origin } = profile
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 })
    await call(page, 'write', 'before', 3)
    const { taken, code } = await call(page, 'fill', 'full')
    expect(code).toBe('STORAGE_FULL')
    await expectWhole()
    expect((await kept()).whole).toHaveLength(taken + 3)
    await session.send('Storage.overrideQuotaForOrigin', { origin })
    await call(page, 'write', 'after', 3)
    expect((await kept()).whole).toHaveLength(taken + 6)
  })
})
