import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { localFileStore } from '@kith/adapters/files/local'
import { toNodeHandler } from '@kith/adapters/http/node'
import { createHandler } from '@kith/adapters/http/server'
import { sqliteStorage } from '@kith/adapters/storage/sqlite'
import { type Crm, createCrm } from '@kith/core'
import { ACCOUNTS, principalOf } from './accounts.ts'
import { backOffice } from './back-office.ts'
import { companySite } from './company-site.ts'
import { config } from './config.ts'
import { makeDatabase } from './seed/make-database.ts'
import { openSignIn } from './sign-in.ts'
import { siteKeys } from './site-keys.ts'
import { staticFiles } from './static-files.ts'
import { TENANTS } from './tenants.ts'

export interface DemoOptions {
  readonly port: number
  /** Where the database and the uploads lie. */
  readonly folder: string
  /** Throws earlier demo data away. */
  readonly fresh: boolean
  /** Configuration, users and site key, but no records; where there is data already, it stays. */
  readonly empty: boolean
  readonly say: (line: string) => void
}

export interface Demo {
  readonly crm: Crm
  close(): Promise<void>
}

const EMBED = join(import.meta.dirname, '../../packages/web-components/dist/embed')

/** Opens the demo's CRM, fills it when it is new, and serves site, back office and API on loopback. */
export async function serveDemo(options: DemoOptions): Promise<Demo> {
  const { port, say } = options
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new Error(`PORT must be a number from 1 to 65534, not "${process.env['PORT']}".`)
  const holdPort = await Promise.all([reserve(port), reserve(port + 1)])
  if (options.fresh) throwAway(options.folder)
  mkdirSync(options.folder, { recursive: true })
  writeFileSync(join(options.folder, PIDS), `${[...servers(options.folder), process.pid].join('\n')}\n`)
  const file = join(options.folder, 'kith.db')
  const files = localFileStore({ folder: join(options.folder, 'files') })
  if (!existsSync(file) && !options.empty) await makeDatabase(file, say)
  const crm = await createCrm({
    storage: sqliteStorage({ file }),
    files,
    config,
    onError: (error) => say(`! ${error instanceof Error ? error.message : error}`),
  })

  for (const tenant of TENANTS) await crm.openTenant(tenant)

  const signIn = openSignIn(options.folder)
  const origin = `http://127.0.0.1:${port}`
  const other = `http://127.0.0.1:${port + 1}`
  const api = createHandler(crm, {
    authenticate: (request) => {
      const account = signIn.accountOf(request)
      return account && principalOf(account)
    },
    files,
    sites: siteKeys([origin, other, `http://localhost:${port}`, `http://localhost:${port + 1}`]),
    clientAddress: () => '127.0.0.1',
  })
  const embed = staticFiles(EMBED, {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  })
  const pages = [backOffice(signIn), companySite({ api: undefined })]
  const main = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/kith/')) return api(request)
    if (pathname.startsWith('/embed/')) return (await embed(request, pathname.slice('/embed/'.length))) ?? notFound()
    for (const page of pages) {
      const response = await page(request, pathname)
      if (response) return response
    }
    return notFound()
  }
  const elsewhere = companySite({ api: origin })
  const second = async (request: Request) => (await elsewhere(request, new URL(request.url).pathname)) ?? notFound()
  holdPort[0].off('request', notYet).on('request', toNodeHandler(main))
  holdPort[1].off('request', notYet).on('request', toNodeHandler(second))

  say('')
  say(`  Company site      ${origin}/`)
  say(`  on another origin ${other}/`)
  say(`  Back office       ${origin}/app`)
  say(`  API               ${origin}/kith/v1/openapi.json`)
  say('')
  say('  Sign in as (no password in the demo):')
  for (const [token, account] of Object.entries(ACCOUNTS))
    say(`    ${account.name.padEnd(14)} ${account.about} (Bearer ${token})`)
  say('')
  say(`ready ${origin}`)
  return {
    crm,
    async close() {
      for (const server of holdPort) {
        server.close()
        server.closeAllConnections()
      }
      await crm.close()
    },
  }
}

/** Holds the processes that serve a folder, so that nobody throws away what one of them still writes to. */
const PIDS = 'demo.pid'

/** Other processes that serve a folder. */
function servers(folder: string): readonly number[] {
  const path = join(folder, PIDS)
  const known = existsSync(path) ? readFileSync(path, 'utf8').split('\n').map(Number) : []
  return known.filter((pid) => pid > 0 && pid !== process.pid && isRunning(pid))
}

/** Takes away what the demo made, and nothing else that may lie in the same folder. @throws Error while another demo serves it */
function throwAway(folder: string): void {
  const [pid] = servers(folder)
  if (pid !== undefined)
    throw new Error(`Another demo (process ${pid}) is serving ${folder}. Stop it first, then start with --fresh again.`)
  for (const name of ['kith.db', 'kith.db-wal', 'kith.db-shm', 'files', 'sign-in.key'])
    rmSync(join(folder, name), { recursive: true, force: true })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Listens at once, so that a taken port is told before anything is written. */
function reserve(port: number): Promise<Server> {
  const server = createServer(notYet)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** Who comes while the data is being made waits, and is let in by itself. */
function notYet(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2', refresh: '2' })
  response.end('The demo is being made ready.\n')
}

function notFound(): Response {
  return new Response('There is nothing here. Try / or /app.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}
