import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KithError } from '@kith/core/shared'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startProblem } from './start-problem.ts'
import { demoApi, submit } from './testing/demo-api.ts'
import { type DemoProcess, freePort, runDemo, startDemo } from './testing/demo-process.ts'

/** The user "nobody", where the tests run as root, whom no folder is closed to. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534 } : {}

describe('a start that cannot be', () => {
  let folder: string
  let port: number
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kith-start-'))
    port = await freePort()
  })
  afterEach(() => {
    chmodSync(folder, 0o700)
    rmSync(folder, { recursive: true, force: true })
  })

  const listen = (on: number) =>
    new Promise<Server>((done) => {
      const server = createServer().listen(on, '127.0.0.1', () => done(server))
    })

  it.each([0, 1])('says which port to choose where port + %i is taken, and writes nothing', async (offset) => {
    const other = await listen(port + offset)
    const { code, said } = await runDemo([], { port, folder })
    other.close()
    expect(code).toBe(1)
    expect(said).toContain('PORT=4390 npm start')
    expect(said.trim().split('\n')).toHaveLength(2)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each(['http', '65535'])('says what a port is instead of %j', async (wrong) => {
    const { code, said } = await runDemo([], { port: wrong, folder })
    expect([code, said]).toEqual([1, expect.stringContaining('PORT must be a number from 1 to 65534')])
  })

  it('says which options there are', async () => {
    const { code, said } = await runDemo(['--frsh'], { port, folder })
    expect(code).toBe(1)
    for (const option of ['"--frsh"', '--fresh', '--empty']) expect(said).toContain(option)
  })

  it('says to choose another folder where it may not write', async () => {
    chmodSync(folder, 0o555)
    const { code, said } = await runDemo(['--empty'], { port, folder: join(folder, 'data'), ...NOBODY })
    expect([code, said]).toEqual([1, expect.stringContaining('KITH_DATA=')])
  })

  it('says to choose another folder where there is a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    for (const inTheWay of [file, join(file, 'data')]) {
      const { code, said } = await runDemo(['--empty'], { port, folder: inTheWay })
      expect([code, said]).toEqual([1, expect.stringContaining('KITH_DATA=')])
    }
    expect(existsSync(file)).toBe(true)
  })

  it.each([
    ['a file system that is full', Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })],
    ['a storage that is full', new KithError('STORAGE_FULL')],
  ])('says to free some space on %s', (_, error) => {
    expect(startProblem(error)).toContain('Free some space')
  })
})

describe('the demo without records', () => {
  let demo: DemoProcess
  let admin: ReturnType<typeof demoApi>
  beforeAll(async () => {
    demo = await startDemo(['--empty'])
    admin = demoApi(demo.origin)
  })
  afterAll(() => demo?.dispose())

  it('has its configuration, users and site key, and nothing else', async () => {
    for (const plural of ['leads', 'contacts', 'companies', 'deals', 'activities', 'conversations', 'properties'])
      expect([plural, await admin.list(plural)]).toEqual([plural, []])
    expect(await admin.list('users')).toHaveLength(3)
    expect(await admin.list('pipelines')).toMatchObject([{ id: 'sales' }])
    const headers = { 'Kith-Site': 'site_demo' }
    expect((await fetch(`${demo.origin}/kith/v1/forms/contact`, { headers })).status).toBe(200)
  })

  it('is not thrown away while it serves, also when a second one served the same folder after it', async () => {
    const second = await startDemo(['--empty'], demo.folder)
    await second.kill()
    const { code, said } = await runDemo(['--fresh', '--empty'], { port: await freePort(), folder: demo.folder })
    expect([code, said]).toEqual([1, expect.stringContaining('Stop it first')])
    expect(await admin.list('users')).toHaveLength(3)
  })

  it('keeps what came in over restarts, with and without --empty, until it is thrown away', async () => {
    await submit(demo.origin, 'key-start-0001', { name: 'Kari Nes', email: 'kept@example.com' })
    for (const args of [['--empty'], []]) {
      await demo.restart(args)
      expect(await admin.list('leads')).toMatchObject([{ email: 'kept@example.com' }])
    }
    await demo.restart(['--fresh', '--empty'])
    expect(await admin.list('leads')).toEqual([])
  })
})
