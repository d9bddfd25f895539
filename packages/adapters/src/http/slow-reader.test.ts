import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LiveEvent } from '@kith/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toNodeHandler } from './node.ts'
import { createHandler } from './server/index.ts'
import { fakeCrm, OPTIONS } from './testing/fake-crm.ts'

const STALLED_MS = 300
let server: Server
let sent = 0
let ended: PromiseWithResolvers<void>

/** Changes without end, of 10 KB each. */
async function* changes({ signal }: { readonly signal: AbortSignal }): AsyncGenerator<LiveEvent> {
  try {
    for (let seq = 1; !signal.aborted; seq++) {
      sent = seq
      yield { seq, at: '2026-03-01T09:00:00.000Z', type: 'updated', object: 'deal', id: 'x'.repeat(10_000) }
      await new Promise(setImmediate)
    }
  } finally {
    ended.resolve()
  }
}

beforeAll(async () => {
  const { crm } = fakeCrm({ changes: (...args: unknown[]) => changes(args.at(-1) as { signal: AbortSignal }) })
  const handle = createHandler(crm, { ...OPTIONS, limits: { stalledMs: STALLED_MS, streamsEach: 1 } })
  server = createServer(toNodeHandler(handle)).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

async function open(): Promise<IncomingMessage> {
  ended = Promise.withResolvers()
  const { port } = server.address() as AddressInfo
  const headers = { Authorization: 'Bearer ida' }
  const client = httpRequest({ host: '127.0.0.1', port, path: '/kith/v1/changes', headers })
  client.on('error', () => {})
  client.end()
  const [incoming] = (await once(client, 'response')) as [IncomingMessage]
  incoming.on('error', () => {})
  return incoming
}

describe('a reader of changes over a real connection', () => {
  it('who stands still is cut, costs no more than the buffers, and may come back', async () => {
    const still = await open()
    still.pause()
    await ended.promise
    // What the two ends of a connection hold, and not a stream without end.
    expect(sent).toBeLessThan(5_000)
    const back = await open()
    expect(back.statusCode).toBe(200)
    back.destroy()
    await ended.promise
    still.destroy()
  })

  it('who reads is not', async () => {
    const reader = await open()
    let bytes = 0
    const startedAt = performance.now()
    for await (const chunk of reader) {
      bytes += (chunk as Uint8Array).byteLength
      if (performance.now() - startedAt > 3 * STALLED_MS) break
    }
    expect(bytes).toBeGreaterThan(100_000)
    await ended.promise
  })
})
