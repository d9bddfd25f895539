import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')

/** The demo as a program of its own, on its own folder and ports. */
export interface DemoProcess {
  readonly port: number
  /** Where site, back office and API are. */
  readonly origin: string
  /** The same site on the next port. */
  readonly other: string
  readonly folder: string
  /** Ends it as a power cut would, as far as a process can feel one. */
  kill(): Promise<void>
  /** Starts it again on the same folder and ports; gives the seconds until it served. */
  restart(args?: readonly string[]): Promise<number>
  /** Ends it for good, and takes its folder away. */
  dispose(): Promise<void>
}

/** How a program ended: its exit code, and everything that it said. */
export interface Ended {
  readonly code: number | null
  readonly said: string
}

interface Place {
  readonly port: number | string
  readonly folder: string
  /** User and group that it runs as; default: who runs the tests. */
  readonly uid?: number
}

/** Starts the demo and waits until it serves. Without arguments it holds no records, because that starts at once. */
export async function startDemo(
  args: readonly string[] = ['--empty'],
  folder = mkdtempSync(join(tmpdir(), 'kith-e2e-')),
): Promise<DemoProcess> {
  const port = await freePort()
  let child = await launch(args, { port, folder })
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    other: `http://127.0.0.1:${port + 1}`,
    folder,
    kill: () => end('SIGKILL'),
    async restart(again = args) {
      await end('SIGTERM')
      const startedAt = performance.now()
      child = await launch(again, { port, folder })
      return (performance.now() - startedAt) / 1_000
    },
    async dispose() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts the demo where it is expected to end by itself. */
export async function runDemo(args: readonly string[], place: Place): Promise<Ended> {
  const child = run(args, place)
  const said = hear(child)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said: said() }
}

/** A free port whose neighbour is free as well. */
export async function freePort(): Promise<number> {
  for (;;) {
    const candidate = 20_000 + 2 * Math.floor(Math.random() * 6_000)
    if ((await isFree(candidate)) && (await isFree(candidate + 1))) return candidate
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
}

function run(args: readonly string[], { port, folder, uid }: Place): ChildProcess {
  const program = ['--conditions=kith-source', '--import', './tools/embed.mjs', 'examples/demo/main.ts', ...args]
  const env = { ...process.env, KITH_DATA: folder, PORT: String(port), NODE_OPTIONS: '' }
  const child = spawn(process.execPath, program, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  return child
}

function hear(child: ChildProcess, told: (said: string) => void = () => {}): () => string {
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk
      told(said)
    })
  return () => said
}

function launch(args: readonly string[], place: Place): Promise<ChildProcess> {
  const child = run(args, place)
  return new Promise((ready, failed) => {
    const said = hear(child, (text) => text.includes(`ready http://127.0.0.1:${place.port}\n`) && ready(child))
    child.once('close', () => failed(new Error(`The demo ended before it served:\n${said()}`)))
  })
}
