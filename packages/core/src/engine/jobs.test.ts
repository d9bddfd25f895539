import { describe, expect, it } from 'vitest'
import type { Job } from '../ports/storage.ts'
import { createModel } from '../schema/model.ts'
import { memoryStorage } from '../storage/memory.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { createJobRunner, type JobHandler } from './jobs.ts'

const TENANT = 'main'
const NOW = '2026-03-02T09:00:00.000Z'

async function open(handlers: Readonly<Record<string, JobHandler>>) {
  const storage = memoryStorage()
  await storage.open(createModel([]))
  const clock = fakeClock(NOW)
  const errors: unknown[] = []
  const options = {
    storage,
    clock,
    random: seededRandom(1),
    handlers,
    everyMs: 0,
    onError: (error: unknown) => errors.push(error),
  }
  const put = (...jobs: readonly Partial<Job>[]) =>
    storage.commit(
      { tenant: TENANT },
      {
        jobs: {
          put: jobs.map((job, index) => ({
            id: `j${index}`,
            kind: 'call',
            key: `k${index}`,
            dueAt: NOW,
            attempts: 0,
            payload: null,
            state: 'waiting',
            ...job,
          })),
        },
      },
    )
  return { storage, clock, errors, put, options, runner: createJobRunner(options) }
}

describe('createJobRunner', () => {
  it('runs each job that is due once', async () => {
    const ran: string[] = []
    const { runner, put } = await open({ call: async (_, job) => void ran.push(job.id) })
    await put({}, {})
    expect(await runner.tick()).toBe(2)
    expect(await runner.tick()).toBe(0)
    expect(ran).toEqual(['j0', 'j1'])
  })

  it('leaves a job until it is due', async () => {
    const { runner, put, clock } = await open({ call: async () => {} })
    await put({ dueAt: '2026-03-02T10:00:00.000Z' })
    expect(await runner.tick()).toBe(0)
    clock.advance({ hours: 1 })
    expect(await runner.tick()).toBe(1)
  })

  it('runs the others when one fails, and tries that one again later', async () => {
    let broken = true
    const { runner, put, clock, errors } = await open({
      call: async (_, job) => {
        if (job.id === 'j0' && broken) throw new Error('down')
      },
    })
    await put({}, {})
    expect(await runner.tick()).toBe(2)
    expect(errors).toHaveLength(1)
    broken = false
    expect(await runner.tick()).toBe(0)
    clock.advance({ minutes: 1 })
    expect(await runner.tick()).toBe(1)
  })

  it('waits twice as long after each failure, with up to a fifth of jitter', async () => {
    const { runner, put, clock, storage } = await open({ call: async () => Promise.reject(new Error('down')) })
    await put({})
    const waits: number[] = []
    for (let attempt = 0; attempt < 4; attempt++) {
      await runner.tick()
      const [job] = await storage.jobs({ tenant: TENANT }, { state: 'waiting', limit: 1 })
      waits.push((Date.parse(job?.dueAt ?? NOW) - Date.parse(clock.now())) / 10_000)
      clock.set(job?.dueAt ?? NOW)
    }
    for (const [attempt, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(2 ** attempt)
      expect(wait).toBeLessThanOrEqual(2 ** attempt * 1.2)
    }
    expect(new Set(waits.map((wait, attempt) => wait / 2 ** attempt)).size).toBe(4)
  })

  it('gives up after eight attempts and keeps the job with its last error', async () => {
    const { runner, put, clock, storage } = await open({ call: async () => Promise.reject(new Error('down')) })
    await put({})
    for (let attempt = 0; attempt < 10; attempt++) {
      await runner.tick()
      clock.advance({ hours: 1 })
    }
    const dead = await storage.jobs({ tenant: TENANT }, { state: 'dead', limit: 10 })
    expect(dead).toMatchObject([{ id: 'j0', attempts: 8, lastError: 'down' }])
  })

  it('tries what waits for others outside for days, at most eight hours apart', async () => {
    const { put, clock, storage, options } = await open({ call: async () => Promise.reject(new Error('down')) })
    const runner = createJobRunner({ ...options, beside: new Set(['call']) })
    await put({})
    let longest = 0
    for (;;) {
      await runner.tick()
      const [job] = await storage.jobs({ tenant: TENANT }, { state: 'waiting', limit: 1 })
      if (!job) break
      longest = Math.max(longest, Date.parse(job.dueAt) - Date.parse(clock.now()))
      clock.set(job.dueAt)
    }
    const days = (Date.parse(clock.now()) - Date.parse(NOW)) / 86_400_000
    expect(days).toBeGreaterThan(4.5)
    expect(days).toBeLessThan(6)
    expect(longest / 3_600_000).toBeLessThanOrEqual(8 * 1.2)
  })

  it('waits as long as one outside asks for, up to a day, and does not try again what is final', async () => {
    const asked = { j0: { retryAfterSeconds: 3_600 }, j1: { retryAfterSeconds: 1e9 }, j2: { isFinal: true } }
    const { runner, put, storage } = await open({
      call: async (_, { id }) => Promise.reject(Object.assign(new Error('busy'), asked[id as keyof typeof asked])),
    })
    await put({}, {}, {})
    await runner.tick()
    const waiting = await storage.jobs({ tenant: TENANT }, { state: 'waiting', limit: 10 })
    const hours = waiting.map(({ dueAt }) => Math.floor((Date.parse(dueAt) - Date.parse(NOW)) / 3_600_000))
    expect([hours[0], Math.floor((hours[1] ?? 0) / 24)]).toEqual([1, 1])
    expect(await storage.jobs({ tenant: TENANT }, { state: 'dead', limit: 10 })).toMatchObject([{ id: 'j2' }])
  })

  it('gives up on a job that ends the process each time, and on none that was taken with it', async () => {
    const ran: string[] = []
    const { storage, put, clock, runner } = await open({ call: async (_, job) => void ran.push(job.id) })
    await put({}, { key: 'fatal' }, {})
    // Each of these processes ends at the fatal job, without a word.
    const never = new Promise<void>(() => {})
    const handlers = { call: (_: string, job: Job) => (job.key === 'fatal' ? never : Promise.resolve()) }
    for (let process = 0; process < 12; process++) {
      const options = { storage, clock, random: seededRandom(1), handlers, everyMs: 0, onError: () => {} }
      void createJobRunner(options).tick()
      await new Promise((resolve) => setTimeout(resolve, 0))
      clock.advance({ minutes: 1 })
    }
    await runner.tick()
    expect(await storage.jobs({ tenant: TENANT }, { state: 'waiting', limit: 10 })).toEqual([])
    expect(await storage.jobs({ tenant: TENANT }, { state: 'dead', limit: 10 })).toMatchObject([{ key: 'fatal' }])
  })

  it('gives up as soon on one that waits for others outside and ends the process each time', async () => {
    const ran: string[] = []
    const { put, storage, options } = await open({ call: async (_, job) => void ran.push(job.id) })
    await put({ attempts: 8 })
    await createJobRunner({ ...options, beside: new Set(['call']) }).tick()
    expect(ran).toEqual([])
    expect(await storage.jobs({ tenant: TENANT }, { state: 'dead', limit: 1 })).toMatchObject([{ id: 'j0' }])
  })

  it('keeps a job of a kind that nobody here does', async () => {
    const { runner, put, storage } = await open({})
    await put({ kind: 'unknown' })
    await runner.tick()
    expect(await storage.jobs({ tenant: TENANT }, { state: 'waiting', limit: 1 })).toHaveLength(1)
  })

  it('does not run one job in two runners', async () => {
    const ran: string[] = []
    const handlers = { call: async (_: string, job: Job) => void ran.push(job.id) }
    const { storage, put, clock } = await open(handlers)
    const options = { storage, clock, random: seededRandom(1), handlers, everyMs: 0, onError: () => {} }
    await put({}, {}, {})
    await Promise.all([createJobRunner(options).tick(), createJobRunner(options).tick()])
    expect(ran.sort()).toEqual(['j0', 'j1', 'j2'])
  })

  it('does what a runner that died had taken within a quarter of a minute', async () => {
    const ran: string[] = []
    const { runner, put, clock, storage } = await open({ call: async (_, job) => void ran.push(job.id) })
    await put({}, {})
    const died = new Promise<void>(() => {})
    const handlers = { call: () => died }
    createJobRunner({ storage, clock, random: seededRandom(1), handlers, everyMs: 0, onError: () => {} }).tick()
    expect(await runner.tick()).toBe(0)
    clock.advance({ minutes: 1 / 4 })
    expect(await runner.tick()).toBe(2)
    expect(ran).toEqual(['j0', 'j1'])
  })
})
