import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import type { WebhookMessage } from '@kith/core'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublic } from './webhook/addresses.ts'
import type { Resolve } from './webhook/target.ts'
import { guardedWebhooks, webhooksOver } from './webhook.ts'

const SECRET = `whsec_${Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64')}`
const OTHER = `whsec_${Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at)).toString('base64')}`
const message = (url: string): WebhookMessage => ({
  id: 'rule@1:0:lead:lead-1:job-1',
  url,
  event: 'rule.fired',
  payload: { id: 'lead-1', name: 'Kåre' },
  at: '2026-03-02T09:00:00.000Z',
})

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const listen = async (server: Server, host: string) => {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  ends.push(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** Counts connections on loopback. */
async function trap() {
  let connections = 0
  const server = createTcp((socket) => {
    connections++
    socket.destroy()
  })
  const port = await listen(server, '0.0.0.0')
  return { port, connections: () => connections }
}

async function receiver(answer: RequestListener) {
  const seen: { headers: Record<string, string>; body: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString('utf8') })
      answer(request, response)
    })
  })
  const port = await listen(server, '127.0.0.1')
  ends.push(() => server.closeAllConnections())
  return { port, seen, url: `http://127.0.0.1:${port}/hook`, allow: [`127.0.0.1:${port}`] }
}

/** As the specification of Standard Webhooks says, and by another implementation of HMAC. */
function isSigned(secret: string, { headers, body }: { headers: Record<string, string>; body: string }): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', key).update(content).digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .map((one) => one.split(','))
    .some(([version, text = '']) => {
      const given = Buffer.from(text, 'base64')
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
    })
}

describe('a webhook', () => {
  it('comes signed by each secret, with an id that stays the same', async () => {
    const { url, allow, seen } = await receiver((_, response) => response.end('ok'))
    const sender = guardedWebhooks({ secrets: [SECRET, OTHER], allow })
    await sender.send(message(url))
    await sender.send(message(url))
    expect(seen).toHaveLength(2)
    for (const one of seen) {
      expect([isSigned(SECRET, one), isSigned(OTHER, one)]).toEqual([true, true])
      expect(isSigned(SECRET, { ...one, body: one.body.replace('lead-1', 'lead-2') })).toBe(false)
      expect(one.headers['webhook-id']).toBe(message(url).id)
      expect(JSON.parse(one.body)).toEqual({
        type: 'rule.fired',
        timestamp: message(url).at,
        data: { id: 'lead-1', name: 'Kåre' },
      })
    }
  })

  it('that the receiver does not take is an error with at most 4 KB of its answer', async () => {
    const { url, allow } = await receiver((_, response) => {
      response.statusCode = 503
      response.write('x'.repeat(1_000_000))
    })
    const refused = guardedWebhooks({ secrets: [SECRET], allow }).send(message(url))
    await expect(refused).rejects.toMatchObject({ status: 503, answer: 'x'.repeat(4_096) })
  })

  it('is not sent again sooner than the receiver asks, in seconds or by a date, and never to one that is gone', async () => {
    const answers = [
      { status: 429, after: '120', says: { retryAfterSeconds: 120, isFinal: false } },
      { status: 503, after: 'Mon, 02 Mar 2026 10:00:00 GMT', says: { retryAfterSeconds: 3_600, isFinal: false } },
      { status: 503, after: 'Mon, 02 Mar 2026 08:00:00 GMT', says: { retryAfterSeconds: 0, isFinal: false } },
      { status: 503, after: 'soon', says: { retryAfterSeconds: 0, isFinal: false } },
      { status: 410, says: { retryAfterSeconds: 0, isFinal: true } },
    ]
    for (const { status, after, says } of answers) {
      const { url, allow } = await receiver((_, response) => {
        response.writeHead(status, after === undefined ? {} : { 'Retry-After': after }).end()
      })
      await expect(guardedWebhooks({ secrets: [SECRET], allow }).send(message(url))).rejects.toMatchObject(says)
    }
  })

  it('is given up after its time, also where the answer never comes or drips', async () => {
    const never = await receiver(() => {})
    const drips = await receiver((_, response) => {
      response.statusCode = 500
      const timer = setInterval(() => response.write('.'), 5)
      response.on('close', () => clearInterval(timer))
    })
    for (const { url, allow } of [never, drips]) {
      const sender = guardedWebhooks({ secrets: [SECRET], allow, timeoutMs: 60 })
      await expect(sender.send(message(url))).rejects.toThrow()
    }
  })

  it('does not follow a redirect', async () => {
    const inside = await trap()
    for (const status of [301, 302, 303, 307, 308]) {
      const { url, allow, seen } = await receiver((_, response) => {
        response.writeHead(status, { Location: `http://127.0.0.1:${inside.port}/` }).end()
      })
      await expect(guardedWebhooks({ secrets: [SECRET], allow }).send(message(url))).rejects.toMatchObject({ status })
      expect(seen).toHaveLength(1)
    }
    expect(inside.connections()).toBe(0)
  })

  it.each(['', 'whsec_', 'whsec_AAAA', 'secret', `whsec_${'!'.repeat(40)}`])('needs a secret, not "%s"', (secret) => {
    expect(() => guardedWebhooks({ secrets: [secret] })).toThrow(TypeError)
    expect(() => guardedWebhooks({ secrets: [] })).toThrow(TypeError)
  })
})

const LITERALS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0x7f.0x0.0x0.0x1',
  '0177.0.0.1',
  '0177.1',
  '017700000001',
  '①②⑦.⓪.⓪.①',
  '１２７.０.０.１',
  '127。0。0。1',
  '0.0.0.0',
  '0',
  '0.1.2.3',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001::1]',
  '[2001:db8::1]',
  '[fd00::1]',
  '[fc00::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '169.254.169.254',
  '[fd00:ec2::254]',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.1.255',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'metadata.google.internal',
  'printer.local',
]

describe('what is inside is never reached', () => {
  const send = (url: string, resolve?: Resolve) =>
    (resolve ? webhooksOver({ secrets: [SECRET] }, resolve) : guardedWebhooks({ secrets: [SECRET] })).send(message(url))

  it('by none of 59 spellings of its addresses, over two schemes', async () => {
    const { port, connections } = await trap()
    expect(LITERALS.length).toBeGreaterThanOrEqual(59)
    for (const host of LITERALS)
      for (const scheme of ['https', 'http'])
        await expect(send(`${scheme}://${host}:${port}/`), `${scheme} ${host}`).rejects.toThrow()
    expect(connections()).toBe(0)
  })

  it('by other schemes, passwords and ports', async () => {
    const { port, connections } = await trap()
    const targets = [
      `file:///etc/passwd`,
      `ftp://127.0.0.1:${port}/`,
      `gopher://127.0.0.1:${port}/`,
      `https://example.com@127.0.0.1:${port}/`,
      `https://user:pass@example.com/`,
      'https://93.184.215.14:25/',
      'https://93.184.215.14:22/',
      `//127.0.0.1:${port}`,
      'not an address',
    ]
    for (const target of targets) await expect(send(target), target).rejects.toThrow()
    expect(connections()).toBe(0)
  })

  it('by names that lead there, one address among others, or only the second time', async () => {
    const { port, connections } = await trap()
    const addresses = (...list: readonly string[]): Resolve => {
      return (_, callback) =>
        callback(
          null,
          list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
    }
    const lists = [['127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['93.184.215.14', '127.0.0.1'], ['10.0.0.1'], []]
    for (const list of lists)
      await expect(send(`https://hooks.example:${port}/`, addresses(...list)), list.join()).rejects.toThrow(
        /Nothing is sent/,
      )
    let asked = 0
    const rebinding: Resolve = (name, callback) => addresses(asked++ === 0 ? '192.0.2.1' : '127.0.0.1')(name, callback)
    for (let turn = 0; turn < 2; turn++)
      await expect(send(`https://hooks.example:${port}/`, rebinding)).rejects.toThrow(/Nothing is sent/)
    expect(connections()).toBe(0)
  })

  it('unless the operator allows the host by its name and port', async () => {
    const { url, port, seen } = await receiver((_, response) => response.end())
    await expect(
      guardedWebhooks({ secrets: [SECRET], allow: [`127.0.0.1:${port + 1}`] }).send(message(url)),
    ).rejects.toThrow()
    await guardedWebhooks({ secrets: [SECRET], allow: ['127.0.0.1'] }).send(message(url))
    expect(seen).toHaveLength(1)
  })

  it.each(['1.1.1.1', '93.184.215.14', '2606:4700:4700::1111'])('while %s is public', (address) => {
    expect(isPublic(address)).toBe(true)
  })
})
