import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, defineCrm, defineRule, type WebhookSender } from '@kith/core'
import { afterEach, expect, it } from 'vitest'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { guardedWebhooks } from './webhook.ts'

const KILLS = process.env['KITH_SOAK'] ? Number(process.env['KITH_SOAK_N'] ?? 500) : 2
const LEADS_PER_KILL = 4
const ANSWERS_AFTER_MS = 15
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Acts once for each id, as a receiver that honours it; counts what it was sent again. */
async function receiver() {
  const acted = new Map<string, string>()
  let requests = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      requests++
      const { data } = JSON.parse(body) as { data: { id?: string; record?: { id: string } } }
      acted.set(String(request.headers['webhook-id']), String(data.id ?? data.record?.id ?? body))
      // Time for a kill between what was done here and the answer.
      setTimeout(() => response.end(), ANSWERS_AFTER_MS)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, acted, requests: () => requests }
}

const config = defineCrm({
  rules: [
    defineRule({
      id: 'hook',
      label: 'Hook',
      on: 'lead.created',
      then: [
        { do: 'create-activity', kind: 'task', subject: 'Call' },
        { do: 'call-webhook', url: 'https://hooks.example/hook' },
      ],
    }),
  ],
})

/** A process that does the jobs of a database until it is killed. */
const worker = (file: string, port: number) => `
const { createCrm, defineCrm } = await import('@kith/core')
const { sqliteStorage } = await import('@kith/adapters/storage/sqlite')
const { guardedWebhooks } = await import('@kith/adapters/channels/webhook')
const guarded = guardedWebhooks({ secrets: ['${SECRET}'], allow: ['127.0.0.1:${port}'] })
const crm = await createCrm({
  storage: sqliteStorage({ file: ${JSON.stringify(file)} }),
  config: defineCrm(${JSON.stringify(config)}),
  webhooks: { send: (message, options) => guarded.send({ ...message, url: 'http://127.0.0.1:${port}/hook' }, options) },
  jobsEveryMs: 5,
})
setInterval(() => {}, 1_000)
process.stdout.write('ready')
`

async function start(file: string, port: number): Promise<ChildProcess> {
  const options = ['--conditions=kith-source', '--input-type=module', '-e', worker(file, port)]
  const child = spawn(process.execPath, options, {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ends.push(() => void child.kill('SIGKILL'))
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', () => reject(new Error('The process ended before it was ready.')))
  })
  return child
}

it(
  'what rules do is neither lost nor doubled, however often the process that does it is killed',
  async ({ task }) => {
    const folder = mkdtempSync(join(tmpdir(), 'kith-jobs-'))
    ends.push(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'kith.db')
    const { port, acted, requests } = await receiver()
    // The clock of the one that looks on goes ahead at the end, so that leases of the dead are over.
    let ahead = 0
    const clock = { now: () => new Date(Date.now() + ahead).toISOString() }
    const guarded = guardedWebhooks({ secrets: [SECRET], allow: [`127.0.0.1:${port}`] })
    const webhooks: WebhookSender = {
      send: (message, options) => guarded.send({ ...message, url: `http://127.0.0.1:${port}/hook` }, options),
    }
    const crm = await createCrm({
      storage: sqliteStorage({ file }),
      config: config,
      webhooks,
      clock,
      jobsEveryMs: 0,
    })
    await crm.openTenant({ id: 'main', name: 'Main' })
    const api = crm.as({ tenant: 'main', actor: { kind: 'service', id: 'seed' }, roles: [] })
    let leads = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const child = await start(file, port)
      const seen = requests()
      for (let at = 0; at < LEADS_PER_KILL; at++)
        await api.create('lead', { name: `L${leads}`, email: `l${leads++}@example.com` })
      // Now before a job was taken, now in the middle of its work, now between the effect and writing it down.
      const until = Date.now() + (kill % 4 === 0 ? 12 + ((kill * 7) % 40) : 1_500)
      while (Date.now() < until && (kill % 4 === 0 || requests() < seen + (kill % 4)))
        await new Promise((resolve) => setTimeout(resolve, 1))
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    }
    const catchUp = async () => {
      for (let turn = 0; turn < 40; turn++) {
        ahead += 30 * 60_000
        await crm.tick()
      }
    }
    await catchUp()
    // One that a kill met nine times is taken for what ends the process, and waits for a person: here is one.
    const given = await crm.jobs('main', 'dead')
    for (const { id } of given) await api.retryJob(id)
    await catchUp()
    const tasks = new Map<string, number>()
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await api.list('activity', { limit: 200, ...(cursor ? { cursor } : {}) })
      for (const { leadId } of page.items) tasks.set(String(leadId), (tasks.get(String(leadId)) ?? 0) + 1)
      cursor = page.nextCursor
      more = cursor !== undefined
    }
    const lost = leads - Math.min(tasks.size, acted.size)
    const doubled =
      [...tasks.values()].filter((count) => count > 1).length + (acted.size - new Set(acted.values()).size)
    expect(await crm.jobs('main', 'dead')).toEqual([])
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 })
    await crm.close()
    task.meta.report = {
      name: 'jobs',
      what: 'Kills of the process that runs jobs, in the middle of them; the receiver honours the key: effects lost, effects doubled.',
      n: KILLS,
      figures: {
        leads,
        requests: requests(),
        sentAgain: requests() - acted.size,
        givenUpAndPutAgain: given.length,
        lost,
        doubled,
      },
    }
  },
  KILLS * 30_000,
)
