import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Storage } from '@kith/core/storage'
import { build } from 'esbuild'
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { makeBackup, restoreBackup } from './copies.ts'
import { sqliteStorage } from './index.ts'
import { fillOld, NORTH, old } from './testing/upgraded.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-copies-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

let cases = 0
let file: string
let copy: string
beforeEach(async () => {
  const folder = join(temporary, `case-${++cases}`)
  file = join(folder, 'crm.db')
  copy = join(folder, 'copies', 'copy.db')
  const storage = await open(file)
  await fillOld(storage)
  await storage.close()
})

async function open(path: string): Promise<Storage> {
  const storage = sqliteStorage({ file: path })
  await storage.open(old)
  return storage
}

async function has(path: string, ids: readonly string[]): Promise<boolean[]> {
  const storage = await open(path)
  const found = await storage.get(NORTH, 'lead', ids)
  await storage.close()
  return found.map((record) => record !== undefined)
}

const put = (id: string) => ({ put: [{ object: 'lead', record: { id, version: 1 } }] })

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes.fill(0xaa, 8 * 4096, 9 * 4096)
  writeFileSync(path, bytes)
}

describe('a backup', () => {
  it('is checked beside the event loop, which turns meanwhile', async () => {
    const here = vi.spyOn(DatabaseSync.prototype, 'prepare')
    onTestFinished(() => here.mockRestore())
    let [turning, turns] = [true, 0]
    const turned = (async () => {
      while (turning) {
        await new Promise((turn) => setImmediate(turn))
        // The copy is made, and has not got its name yet: it is checked.
        if (existsSync(`${copy}.part`)) turns++
      }
    })()
    await makeBackup(file, copy)
    turning = false
    await turned
    expect(turns).toBeGreaterThan(10)
    expect(here.mock.calls.filter(([text]) => /integrity_check/.test(text))).toEqual([])
  })

  it('is made and checked by a program that was built into one file, where no thread can be started', async () => {
    const program = join(dirname(file), 'program.mjs')
    const source = `import { makeBackup } from '${join(import.meta.dirname, 'copies.ts')}'
      const [from, to] = process.argv.slice(2)
      await makeBackup(from, to).catch(({ code, message }) => console.log(code, message))`
    const stdin = { contents: source, resolveDir: import.meta.dirname }
    await build({
      stdin,
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['kith-source'],
    })
    const backUp = () => spawnSync(process.execPath, ['--no-warnings', program, file, copy]).stdout.toString()
    expect(backUp()).toBe('')
    expect(await has(copy, ['l0'])).toEqual([true])
    flip(file)
    expect(backUp()).toMatch(/^STORAGE_UNAVAILABLE .* is damaged/)
  })

  it('has everything that was acknowledged before its start, while writes go on, and is one file', async () => {
    const storage = await open(file)
    const acknowledged: string[] = []
    let writing = true
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let at = 0; writing; at++) {
        await storage.commit(NORTH, put(`w${writer}-${at}`))
        acknowledged.push(`w${writer}-${at}`)
      }
    })
    while (acknowledged.length < 200) await new Promise((turn) => setImmediate(turn))
    const before = [...acknowledged]
    await makeBackup(file, copy)
    const during = acknowledged.length - before.length
    writing = false
    await Promise.all(writers)
    await storage.close()
    expect(readdirSync(dirname(copy))).toEqual(['copy.db'])
    expect(during).toBeGreaterThan(0)
    expect((await has(copy, before)).filter((found) => !found)).toEqual([])
  })

  it('of a damaged store is refused, and leaves the last one as it was', async () => {
    await makeBackup(file, copy)
    const last = readFileSync(copy)
    flip(file)
    await expect(makeBackup(file, copy)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(readFileSync(copy).equals(last)).toBe(true)
    expect(readdirSync(dirname(copy))).toEqual(['copy.db'])
  })
})

describe('a restore', () => {
  it('puts back what the backup has, without what the log ahead of the old store had', async () => {
    await makeBackup(file, copy)
    const crashed = await open(file)
    await crashed.commit(NORTH, put('later'))
    const left = join(dirname(file), 'crashed.db')
    for (const beside of ['', '-wal']) copyFileSync(`${file}${beside}`, `${left}${beside}`)
    await crashed.close()
    await restoreBackup(copy, left, { replace: true })
    expect(existsSync(`${left}-wal`)).toBe(false)
    expect(await has(left, ['l0', 'later'])).toEqual([true, false])
  })

  it('takes a copy of a live store together with the log beside it', async () => {
    const storage = await open(file)
    await storage.commit(NORTH, put('latest'))
    mkdirSync(dirname(copy), { recursive: true })
    for (const beside of ['', '-wal']) copyFileSync(`${file}${beside}`, `${copy}${beside}`)
    await storage.close()
    const target = join(dirname(copy), 'target.db')
    await restoreBackup(copy, target, { replace: false })
    expect(await has(target, ['l0', 'latest'])).toEqual([true, true])
  })

  it('touches nothing when the backup is damaged, foreign or newer, or a store is there', async () => {
    await makeBackup(file, copy)
    const before = readFileSync(file)
    await expect(restoreBackup(copy, file, { replace: false })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    const newer = new DatabaseSync(copy)
    newer.exec("UPDATE kith_meta SET value = '99' WHERE key = 'version'")
    newer.close()
    await expect(restoreBackup(copy, file, { replace: true })).rejects.toMatchObject({ code: 'STORAGE_TOO_NEW' })
    flip(copy)
    await expect(restoreBackup(copy, file, { replace: true })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    writeFileSync(copy, 'no database at all')
    await expect(restoreBackup(copy, file, { replace: true })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(dirname(file)).sort()).toEqual(['copies', 'crm.db'])
  })

  it('refuses a store that something uses, and replaces one that is damaged', async () => {
    await makeBackup(file, copy)
    const storage = await open(file)
    await storage.get(NORTH, 'lead', ['l0'])
    await expect(restoreBackup(copy, file, { replace: true })).rejects.toThrow(/is in use: stop the app first/)
    await storage.close()
    flip(file)
    await restoreBackup(copy, file, { replace: true })
    expect(await has(file, ['l0'])).toEqual([true])
  })
})
