import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type NodeHandlerOptions, socketAddress, toNodeHandler } from './node.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(handler: (request: Request) => Response | Promise<Response>, options?: NodeHandlerOptions) {
  const server = createServer(toNodeHandler(handler, options))
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('toNodeHandler', () => {
  it('hands method, address, headers and body over and the answer back', async () => {
    const origin = await serve(async (request) =>
      Response.json(
        {
          method: request.method,
          url: request.url,
          header: request.headers.get('x-test'),
          body: await request.text(),
          from: socketAddress(request),
        },
        { status: 201, headers: { 'x-answer': 'yes' } },
      ),
    )
    const response = await fetch(`${origin}/a/b?c=%20d`, {
      method: 'POST',
      body: 'Hei på deg',
      headers: { 'x-test': '1' },
    })
    expect([response.status, response.headers.get('x-answer')]).toEqual([201, 'yes'])
    expect(await response.json()).toEqual({
      method: 'POST',
      url: `${origin}/a/b?c=%20d`,
      header: '1',
      body: 'Hei på deg',
      from: '127.0.0.1',
    })
  })

  it('hands cookies back one by one', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2; Path=/'],
    ])
    const response = await fetch(await serve(() => new Response('', { headers })))
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  })

  it('streams an answer while it is made', async () => {
    let send: ReadableStreamDefaultController<Uint8Array> | undefined
    const origin = await serve(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              send = controller
            },
          }),
        ),
    )
    const reader = (await fetch(origin)).body?.getReader()
    send?.enqueue(new TextEncoder().encode('first'))
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
    send?.close()
    expect((await reader?.read())?.done).toBe(true)
  })

  it('aborts the request and cancels the answer when the client goes away', async () => {
    const aborted = Promise.withResolvers<void>()
    const cancelled = Promise.withResolvers<void>()
    const origin = await serve((request) => {
      request.signal.addEventListener('abort', () => aborted.resolve())
      return new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(new Uint8Array(1)),
          cancel: () => cancelled.resolve(),
        }),
      )
    })
    const abort = new AbortController()
    const response = await fetch(origin, { signal: abort.signal })
    abort.abort()
    await Promise.all([aborted.promise, cancelled.promise, response.text().catch(() => {})])
  })

  it('waits for a slow client instead of keeping the answer in memory', async () => {
    let made = 0
    const origin = await serve(
      () =>
        new Response(
          new ReadableStream(
            {
              pull(controller) {
                made += 1
                if (made > 1_000) controller.close()
                else controller.enqueue(new Uint8Array(64 * 1024))
              },
            },
            { highWaterMark: 0 },
          ),
        ),
    )
    const client = httpRequest(origin)
    client.end()
    const [incoming] = (await once(client, 'response')) as [import('node:http').IncomingMessage]
    incoming.pause()
    let before = -1
    while (before !== made) {
      before = made
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(made).toBeLessThan(500)
    let length = 0
    for await (const chunk of incoming) length += (chunk as Uint8Array).byteLength
    expect(length).toBe(1_000 * 64 * 1024)
  })

  it('answers somebody who is still sending 10 MB, and lets the answer be read', async () => {
    let read = 0
    const origin = await serve(async (request) => {
      const reader = request.body?.getReader()
      read += (await reader?.read())?.value?.byteLength ?? 0
      await reader?.cancel()
      return new Response('too large', { status: 413 })
    })
    for (let round = 0; round < 5; round++) {
      const response = await fetch(origin, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024) })
      expect([response.status, await response.text()]).toEqual([413, 'too large'])
    }
    expect(read).toBeLessThan(5 * 1024 * 1024)
  })

  it('answers a body that nobody reads, and serves the next request', async () => {
    const origin = await serve(() => new Response('no', { status: 401 }))
    for (let round = 0; round < 3; round++) {
      const response = await fetch(origin, { method: 'POST', body: 'x'.repeat(200_000) })
      expect([response.status, await response.text()]).toEqual([401, 'no'])
    }
  })

  it('breaks the connection when an answer breaks, so that nobody takes it for whole', async () => {
    const errors: unknown[] = []
    const origin = await serve(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode('half')),
            pull: (controller) => controller.error(new Error('broken')),
          }),
        ),
      { onError: (error) => errors.push(error) },
    )
    await expect(fetch(origin).then((response) => response.text())).rejects.toThrow()
    expect(errors).toEqual([expect.objectContaining({ message: 'broken' })])
  })

  it('takes the scheme that the host names', async () => {
    const origin = await serve((request) => new Response(request.url), { protocol: 'https' })
    expect(await (await fetch(origin)).text()).toBe(`${origin.replace('http:', 'https:')}/`)
  })

  it('answers a request line that is no address with 400', async () => {
    const origin = await serve(() => new Response('reached'))
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.end('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n')
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
  })
})
