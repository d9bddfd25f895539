import { crmModel } from '@kith/core'
import type { Piece, Storage } from '@kith/core/storage'
import { memoryStorage } from '@kith/core/storage/memory'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportTenant, hasUnfinishedImport, type Imported, importTenants } from './index.ts'
import { config, fillCompany, MAIN } from './world.fixture.ts'

const model = crmModel(config)

async function empty(): Promise<Storage> {
  const storage = memoryStorage()
  await storage.open(model)
  return storage
}

async function* parts(text: string, size = 1_000): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function exported(storage: Storage, tenant = MAIN): Promise<string> {
  let text = ''
  for await (const lines of exportTenant(storage, tenant)) text += lines
  return text
}

async function imported(storage: Storage, text: string): Promise<Imported[]> {
  const all: Imported[] = []
  for await (const one of importTenants(storage, parts(text))) all.push(one)
  return all
}

const refusal = (reason: RegExp) =>
  expect.objectContaining({ code: 'IMPORT_REFUSED', message: expect.stringMatching(reason) })

let file: string
let source: Storage
beforeAll(async () => {
  source = await empty()
  await fillCompany(source)
  file = await exported(source)
})

describe('an export', () => {
  it('is one line of JSON a piece between a line that says what it is and one that says what it comes to', () => {
    const lines = file
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines[0]).toMatchObject({ kith: 'export', format: 1, tenant: MAIN, storage: 'memory' })
    const counts = (lines.at(-1)?.['counts'] ?? {}) as Record<string, number>
    expect(Object.keys(counts).sort()).toEqual(['answer', 'change', 'claim', 'job', 'record'])
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(lines.length - 2)
  })

  it('comes back as the same file', async () => {
    const target = await empty()
    const [result] = await imported(target, file)
    expect(result).toMatchObject({ tenant: MAIN, before: 0 })
    const lines = (text: string) => text.split('\n').sort()
    expect(lines(await exported(target))).toEqual(lines(file))
  })

  it('holds several tenants, one after the other', async () => {
    const other = await empty()
    await fillCompany(other, 2, 'other')
    const target = await empty()
    expect((await imported(target, file + (await exported(other, 'other')))).map(({ tenant }) => tenant)).toEqual([
      MAIN,
      'other',
    ])
    expect(await target.tenants()).toEqual([MAIN, 'other'])
  })
})

describe('an import', () => {
  it('ends equal when it is stopped anywhere and run again, and loads nothing twice', async () => {
    const pieces = file.split('\n').length - 3
    for (const share of [0.1, 0.5, 0.9, 1]) {
      const target = await empty()
      const loads: (readonly Piece[])[] = []
      const watched: Storage = {
        ...target,
        load: async (scope, chunk) => {
          if (loads.flat().length > share * pieces) throw new Error('killed')
          loads.push(chunk)
          await target.load(scope, chunk)
        },
      }
      const first = await imported(watched, file).catch((error: Error) => error.message)
      // The first of all says that the import is not at its end.
      const before = loads.flat().length - 1
      const [result] = await imported(target, file)
      expect([first === 'killed', result?.before]).toEqual([before < pieces, before])
      expect((await exported(target)).split('\n').at(-2)).toBe(file.split('\n').at(-2))
    }
  })

  it('is told of until it is at its end, and keeps nothing of that', async () => {
    const target = await empty()
    await expect(imported(target, file.slice(0, -200))).rejects.toEqual(refusal(/cut or changed|ends in the middle/))
    expect(await hasUnfinishedImport(target, MAIN)).toBe(true)
    await expect(exported(target)).rejects.toMatchObject({ code: 'IMPORT_UNFINISHED', details: { tenant: MAIN } })
    await imported(target, file)
    expect(await hasUnfinishedImport(target, MAIN)).toBe(false)
    expect((await exported(target)).split('\n').at(-2)).toBe(file.split('\n').at(-2))
  })

  it('changes nothing when it is run again after its end', async () => {
    const target = await empty()
    await imported(target, file)
    const before = await exported(target)
    const [again] = await imported(target, file)
    expect(again?.before).toBe(file.split('\n').length - 3)
    expect(await exported(target)).toBe(before)
  })

  it('refuses a tenant that holds something else, and leaves it as it is', async () => {
    const target = await empty()
    await target.commit({ tenant: MAIN }, { put: [{ object: 'contact', record: { id: 'mine', version: 1 } }] })
    const before = await exported(target)
    await expect(imported(target, file)).rejects.toEqual(refusal(/holds something else already \(1 pieces\)/))
    expect(await exported(target)).toBe(before)
  })

  it('refuses the export of a store that is older than what the tenant holds', async () => {
    const target = await empty()
    await imported(target, file)
    await target.commit({ tenant: MAIN }, { put: [{ object: 'contact', record: { id: 'new', version: 1 } }] })
    await expect(imported(target, file)).rejects.toEqual(refusal(/holds something else/))
  })

  it('notices a file that was cut: between lines, in a line, before its last line', async () => {
    const lines = file.split('\n')
    for (const [text, reason] of [
      [lines.slice(0, 9).join('\n'), /ends in the middle of tenant main/],
      [file.slice(0, 5_000), /line \d+ is not JSON/],
      [lines.slice(0, -2).join('\n'), /ends in the middle/],
      ['', /it is empty/],
    ] as const)
      await expect(imported(await empty(), text)).rejects.toEqual(refusal(reason))
  })

  it('notices a line that is missing, changed or strange', async () => {
    const lines = file.split('\n')
    const record = lines.findIndex((line) => line.includes('Kari Nes 3'))
    const without = lines.toSpliced(record, 1).join('\n')
    const changed = lines.with(record, (lines[record] as string).replace('Kari Nes 3', 'Kari Nes 4')).join('\n')
    const strange = lines.with(1, '{"kind":"secret"}').join('\n')
    await expect(imported(await empty(), without)).rejects.toEqual(refusal(/not what its last line says/))
    await expect(imported(await empty(), changed)).rejects.toEqual(refusal(/not what its last line says/))
    await expect(imported(await empty(), strange)).rejects.toEqual(refusal(/line 2 is nothing that an export/))
    await expect(imported(await empty(), lines.slice(1).join('\n'))).rejects.toEqual(
      refusal(/line 1 belongs to no tenant/),
    )
    await expect(imported(await empty(), `${lines[0]}\n${file}`)).rejects.toEqual(
      refusal(/line 2 begins another tenant/),
    )
  })

  it('refuses a format that a newer Kith wrote', async () => {
    const newer = file.replace('"format":1', '"format":2')
    await expect(imported(await empty(), newer)).rejects.toEqual(refusal(/newer Kith wrote it .* update/))
  })

  it('says at its end when somebody else wrote meanwhile', async () => {
    const target = await empty()
    const busy: Storage = {
      ...target,
      load: async (scope, chunk) => {
        await target.load(scope, chunk)
        await target.commit(scope, { put: [{ object: 'contact', record: { id: 'other', version: 1 } }] })
      },
    }
    await expect(imported(busy, file)).rejects.toEqual(refusal(/written by somebody else meanwhile/))
  })

  it('tells how far it has come', async () => {
    const told: number[] = []
    const target = await empty()
    for await (const _ of importTenants(target, parts(file), { onProgress: (_, pieces) => told.push(pieces) }));
    expect(told.length).toBeGreaterThan(1)
    expect(told.at(-1)).toBe(file.split('\n').length - 3)
  })
})
