import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Client, type ClientConfig } from 'pg'

/** Codes that stand where a message of another kind begins (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const SSL_REQUEST = 80_877_103
const TERMINATE = 'X'
const NOTIFICATION = 'A'
const READY = 'Z'
const IDLE = 'I'

const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0])
const READY_AND_IDLE = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])

export interface Pooler {
  readonly url: string
  close(): Promise<void>
}

/** Connections to the server, each of which is lent to one client until its transaction is over. */
class Servers {
  readonly #config: ClientConfig
  readonly #all = new Set<Socket>()
  readonly #free: Socket[] = []
  readonly #waiting: ((server: Socket) => void)[] = []

  constructor(config: ClientConfig) {
    this.#config = config
  }

  async add(): Promise<void> {
    const client = new Client(this.#config)
    await client.connect()
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection
    stream.removeAllListeners()
    stream.on('error', () => undefined)
    this.#all.add(stream)
    this.give(stream)
  }

  /** The one that has been free for longest: hardly ever the one that the same client had before. */
  take(): Promise<Socket> {
    const free = this.#free.shift()
    return free ? Promise.resolve(free) : new Promise((lend) => this.#waiting.push(lend))
  }

  give(server: Socket): void {
    server.removeAllListeners('data')
    const next = this.#waiting.shift()
    if (next) next(server)
    else this.#free.push(server)
  }

  /** Its transaction was broken off: what it had begun goes with it. */
  async replace(server: Socket): Promise<void> {
    server.destroy()
    if (this.#all.delete(server)) await this.add()
  }

  close(): void {
    for (const server of this.#all) server.destroy()
    this.#all.clear()
  }
}

/**
 * Stands before a server as PgBouncer does with `pool_mode = transaction`: a client has a connection of the server for one
 * transaction, and another for the next. It knows nothing of prepared statements, and passes no notification on.
 */
export async function startPooler(config: ClientConfig, connections: number): Promise<Pooler> {
  const servers = new Servers(config)
  for (let count = 0; count < connections; count++) await servers.add()
  const clients = new Set<Socket>()
  const desk = createServer({ noDelay: true }, (client) => {
    clients.add(client)
    client.on('error', () => undefined).on('close', () => clients.delete(client))
    serve(client, servers)
  })
  desk.listen(0, '127.0.0.1')
  await once(desk, 'listening')
  return {
    url: `postgres://pooled@127.0.0.1:${(desk.address() as AddressInfo).port}/pooled`,
    async close() {
      for (const client of clients) client.destroy()
      desk.close()
      servers.close()
    },
  }
}

function serve(client: Socket, servers: Servers): void {
  let server: Promise<Socket> | undefined
  let greeted = false
  const lend = async () => {
    const lent = await servers.take()
    const rest = new Messages()
    lent.on('data', (data) => {
      for (const message of rest.take(data)) {
        const kind = String.fromCharCode(message[0] as number)
        if (kind !== NOTIFICATION) client.write(message)
        if (kind !== READY || String.fromCharCode(message[5] as number) !== IDLE) continue
        server = undefined
        servers.give(lent)
      }
    })
    return lent
  }
  client.on('close', () => void server?.then((lent) => servers.replace(lent)))
  client.on('data', (data) => {
    if (!greeted) {
      const isSsl = data.readInt32BE(4) === SSL_REQUEST
      greeted = !isSsl
      client.write(isSsl ? 'N' : Buffer.concat([AUTHENTICATED, READY_AND_IDLE]))
    } else if (data[0] === TERMINATE.charCodeAt(0)) client.end()
    else {
      server ??= lend()
      void server.then((lent) => lent.write(data))
    }
  })
}

/** Cuts what comes into messages: a letter, and a length that counts itself. */
class Messages {
  #rest = Buffer.alloc(0)

  take(data: Buffer): Buffer[] {
    const found: Buffer[] = []
    let all = Buffer.concat([this.#rest, data])
    while (all.length >= 5 && all.length >= 1 + all.readInt32BE(1)) {
      const end = 1 + all.readInt32BE(1)
      found.push(all.subarray(0, end))
      all = all.subarray(end)
    }
    this.#rest = all
    return found
  }
}
