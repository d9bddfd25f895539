import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoApi, submit } from './testing/demo-api.ts'
import { verifyLogs } from './testing/demo-database.ts'
import { type DemoProcess, startDemo } from './testing/demo-process.ts'

const KILLS = process.env['KITH_SOAK'] ? 50 : 3
const CLIENTS = 16
/** What the form's rate limit lets through at once after a start. */
const BURST = 120

let demo: DemoProcess
beforeEach(async () => {
  demo = await startDemo()
})
afterEach(() => demo.dispose())

const valuesOf = (key: string) => ({ name: 'Kari Nes', email: `${key}@example.com`, message: `Sent as ${key}` })
const logsAreWhole = async () => {
  const logs = await verifyLogs(demo.folder)
  expect(logs).toMatchObject([
    { ok: true, faults: [] },
    { ok: true, faults: [] },
  ])
}

/** Visitors who send one form after the other until the server is gone: receipts by key, and keys without an answer. */
function visitors(round: number) {
  const receipts = new Map<string, string>()
  const unanswered = new Set<string>()
  let gone = false
  let enough = (): void => {}
  const send = async (client: number) => {
    for (let at = 0; !gone; at++) {
      const key = `round-${round}-client-${client}-${at}`
      unanswered.add(key)
      const answer = await submit(demo.origin, key, valuesOf(key)).catch(() => undefined)
      if (answer?.status !== 201) return
      receipts.set(key, answer.body.id)
      unanswered.delete(key)
      enough()
    }
  }
  const done = Promise.all(Array.from({ length: CLIENTS }, (_, client) => send(client)))
  return {
    receipts,
    unanswered,
    /** Waits until so many were acknowledged. */
    acknowledged: (count: number) =>
      new Promise<void>((reached) => {
        enough = () => receipts.size >= count && reached()
        enough()
      }),
    end: () => {
      gone = true
      return done
    },
  }
}

describe('a server that is killed', () => {
  it('has a lead that it acknowledged, once, under its receipt, when it is back', async () => {
    const { body: receipt } = await submit(demo.origin, 'key-acknowledged', valuesOf('acknowledged'))
    await demo.kill()
    await logsAreWhole()
    await demo.restart()
    const admin = demoApi(demo.origin)
    const leads = await admin.list('leads')
    expect(leads).toMatchObject([{ email: 'acknowledged@example.com', submissionId: receipt.id }])
    expect((await admin.call(`/submissions/${receipt.id}`)).body).toMatchObject({
      values: { message: 'Sent as acknowledged' },
    })
    const again = await submit(demo.origin, 'key-acknowledged', valuesOf('acknowledged'))
    expect(again).toMatchObject({ status: 201, body: receipt })
    expect(await admin.list('submissions')).toHaveLength(1)
  })

  it(`loses and doubles nothing over ${KILLS} kills at random moments while ${CLIENTS} visitors send`, async ({
    task,
  }) => {
    const receipts = new Map<string, string>()
    let unanswered = 0
    for (let round = 0; round < KILLS; round++) {
      const crowd = visitors(round)
      await crowd.acknowledged(1 + Math.floor(Math.random() * (BURST - CLIENTS)))
      await demo.kill()
      await crowd.end()
      for (const [key, id] of crowd.receipts) receipts.set(key, id)
      await logsAreWhole()
      await demo.restart()
      unanswered += crowd.unanswered.size
      for (const key of crowd.unanswered) {
        const { status, body } = await submit(demo.origin, key, valuesOf(key))
        expect(status).toBe(201)
        receipts.set(key, body.id)
      }
      const stored = await demoApi(demo.origin).list('submissions')
      expect(new Map(stored.map(({ key, id }) => [key, id]))).toEqual(receipts)
      expect(stored).toHaveLength(receipts.size)
    }
    await everyLeadHasItsTask(receipts.size)
    await demo.kill()
    await logsAreWhole()
    task.meta.report = {
      name: 'kills',
      what: 'Kills (SIGKILL) of the demo at random moments while visitors send forms; then compared with all receipts.',
      n: KILLS,
      figures: { submissions: receipts.size, withoutAnswerAtTheKill: unanswered, lost: 0, doubled: 0, logFaults: 0 },
    }
  })
})

/** The rule that runs after the commit may have been cut off as well: it ends once for each lead. */
async function everyLeadHasItsTask(count: number): Promise<void> {
  const admin = demoApi(demo.origin)
  const waiting = () => admin.list('leads', { ownerId: { empty: true } })
  await expect.poll(waiting, { timeout: 30_000 }).toEqual([])
  const leads = await admin.list('leads')
  expect(new Set(leads.map(({ email }) => email)).size).toBe(leads.length)
  expect(leads).toHaveLength(count)
  await expect.poll(async () => (await admin.list('activities')).length, { timeout: 30_000 }).toBe(count)
  const tasks = await admin.list('activities')
  expect(new Set(tasks.map(({ leadId }) => leadId))).toEqual(new Set(leads.map(({ id }) => id)))
}
