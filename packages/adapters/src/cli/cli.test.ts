import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createCrm, crmModel } from '@kith/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { config, fillCompany, MAIN } from '../moving/world.fixture.ts'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { whyNoBetterSqlite3 } from '../storage/sqlite/testing/better-sqlite3.fixture.ts'
import { readOnlyDisk, whyNoReadOnlyDisk } from '../storage/sqlite/testing/read-only-disk.ts'
import { COMMANDS } from './commands/index.ts'
import { kith, writeSettings } from './kith.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

const main = at('main.db')
const settings = at('crm.config.ts')
const WITH = ['--config', settings]
beforeAll(async () => {
  const storage = sqliteStorage({ file: main })
  await fillCompany(storage, 8)
  await storage.close()
  writeSettings(settings)
})

/** A copy of the store that a case may spoil. */
function copy(name: string): string {
  copyFileSync(main, at(name))
  return at(name)
}

function spoil(file: string, sql: string): void {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

describe('kith', () => {
  it('says what it can do, and more of each command', async () => {
    for (const words of [[], ['--help'], ['-h'], ['help']]) {
      const { code, out } = await kith(words)
      expect(code).toBe(0)
      for (const { name } of COMMANDS) expect(out).toContain(`  ${name} `)
    }
    for (const { name, options } of COMMANDS) {
      const { code, out } = await kith([name, '--help'])
      expect([code, out.split('\n')[0]?.startsWith(`kith ${name} `)]).toEqual([0, true])
      for (const option of Object.keys(options)) expect(out).toContain(`--${option}`)
      expect(out.split('\n').every((line) => line.length <= 130)).toBe(true)
    }
  })

  it.each([
    [['dance'], 'There is no command "dance". kith --help lists what there is.'],
    [['export'], 'ADDRESS is missing. Write: kith export ADDRESS'],
    [['backup', 'a.db'], 'FILE is missing. Write: kith backup ADDRESS FILE'],
    [['doctor', 'a.db', 'b.db'], '"b.db" is too much.'],
    [['schema', 'a.db', '--apple'], "Unknown option '--apple'. kith schema --help says what it takes."],
    [['export', 'a.db', '--tenant'], "Option '--tenant <value>' argument missing"],
  ])('answers %j with what to do, and exit code 2', async (words, sentence) => {
    const { code, told } = await kith(words)
    expect([code, told]).toEqual([2, expect.stringContaining(sentence)])
  })

  it.each([
    [['export', at('none.db')], `There is no file ${at('none.db')}. Look at the path.`],
    [['export', 'mysql://here'], '"mysql://here" is no address of a storage. Write sqlite:path/to/crm.db'],
    [['export', `sqlite:${main}`, ...WITH, '--tenant', 'none'], 'There is no tenant "none". There are: main.'],
    [['export', `sqlite:${main}`, '--config', at('none.ts')], `The configuration ${at('none.ts')} cannot be loaded:`],
    [['import', `sqlite:${at('new.db')}`], 'Give the export on standard input'],
    [['export', 'postgres://['], 'The address of PostgreSQL cannot be read.'],
    [['backup', 'postgres://here/crm', 'x'], 'Only a SQLite file can be backed up with this command'],
    [['restore', at('none.db'), at('new.db')], `There is no file ${at('none.db')}.`],
  ])('refuses %j in a sentence', async (words, sentence) => {
    const { code, told } = await kith(words)
    expect([code, told]).toEqual([1, expect.stringContaining(sentence)])
    expect(existsSync(at('new.db'))).toBe(false)
  })
})

describe('kith export and import', () => {
  it('move a store into another file, which is then the same', async () => {
    const { code, out, told } = await kith(['export', `sqlite:${main}`, ...WITH])
    expect([code, told]).toEqual([0, expect.stringMatching(/^main: [\d,]+ records, .* changes, [\d,]+ jobs?\n$/)])
    const target = `sqlite:${at('moved/crm.db')}`
    const result = await kith(['import', target, ...WITH], out)
    expect([result.code, result.told]).toEqual([0, expect.stringContaining('all compared and equal\n')])
    const again = (await kith(['export', target, ...WITH])).out
    expect(again.split('\n').sort()).toEqual(out.split('\n').sort())
    expect((await kith(['import', target, ...WITH], out)).told).toMatch(/pieces were there from an earlier run/)
  })

  it('refuse a store of another configuration, and leave it as it is', async () => {
    const before = readFileSync(main)
    const { code, told } = await kith(['export', main])
    expect([code, told]).toEqual([1, expect.stringContaining('does not fit this configuration')])
    expect(told).toContain('The model no longer has contact.shoeSize; what is stored there stays.')
    expect(told).toContain('--config')
    expect(readFileSync(main).equals(before)).toBe(true)
  })

  it('refuse a file that was cut, with what to do', async () => {
    const { out } = await kith(['export', main, ...WITH])
    const { code, told } = await kith(['import', at('cut.db'), ...WITH], out.slice(0, out.length / 2))
    expect([code, told]).toEqual([1, expect.stringMatching(/cut or changed|run again with the whole file/)])
    expect((await kith(['import', at('cut.db'), ...WITH], out)).code).toBe(0)
  })

  it('work as a program in a pipe', async () => {
    const program = (...words: string[]) =>
      spawn(process.execPath, ['--conditions=kith-source', join(import.meta.dirname, 'main.ts'), ...words])
    const [from, to] = [program('export', main, ...WITH), program('import', at('piped.db'), ...WITH)]
    from.stdout.pipe(to.stdin)
    let told = ''
    to.stderr.on('data', (text) => {
      told += text
    })
    const codes = await Promise.all([from, to].map((child) => new Promise((done) => child.on('close', done))))
    expect([codes, told]).toEqual([[0, 0], expect.stringContaining('all compared and equal')])
  }, 30_000)
})

describe('kith schema', () => {
  it('prints what an upgrade would do, and does it when it is asked to', async () => {
    const file = copy('schema.db')
    spoil(file, 'DROP INDEX "i_deal_closeOn"')
    const plan = await kith(['schema', file, ...WITH])
    expect(plan.out).toMatch(/^-- An index of deal, .*\nCREATE INDEX IF NOT EXISTS "i_deal_closeOn" .*;\n$/)
    expect(plan.told).toBe('1 step; nothing was changed. --apply does it.\n')
    expect((await kith(['schema', file, ...WITH, '--apply'])).told).toContain('is up to date')
    expect(await kith(['schema', file, ...WITH])).toMatchObject({
      code: 0,
      out: '',
      told: expect.stringContaining('nothing to do'),
    })
  })

  it('refuses a store that a newer Kith wrote', async () => {
    const file = copy('newer.db')
    spoil(file, "UPDATE kith_meta SET value = '99' WHERE key = 'version'")
    for (const command of ['schema', 'export'])
      expect(await kith([command, file, ...WITH])).toMatchObject({
        code: 1,
        told: expect.stringContaining('newer Kith (99 > '),
      })
    expect((await kith(['doctor', file, ...WITH])).out).toContain('PROBLEM A newer Kith wrote this store')
  })
})

describe('kith doctor', () => {
  it('finds nothing wrong with a good store, and tells what it looked at', async () => {
    const { code, out, told } = await kith(['doctor', main, ...WITH])
    expect([code, told]).toEqual([0, 'Nothing is wrong.\n'])
    expect(out).toMatch(/^OK {6}The file is whole .* WAL mode\.\n/)
    expect(out).toMatch(/OK {6}main: the chain of \d+ changes is whole \(\d+ erased\)\.\n$/)
  })

  it.each([
    [
      'log',
      "UPDATE kith_log SET payload = replace(payload, 'Kari', 'Karl') WHERE seq = (SELECT min(seq) FROM kith_log WHERE payload LIKE '%Kari%')",
      /PROBLEM main: 1 changes of the log/,
    ],
    ['index', 'DROP INDEX "i_deal_closeOn"', /PROBLEM .* lacks indexes or totals.* An index of deal/],
    [
      'erasure',
      "INSERT INTO s_contact (s_contact, rank) VALUES ('secure-delete', 0)",
      /PROBLEM The search index s_contact keeps/,
    ],
  ])('finds a fault of the %s', async (name, sql, sentence) => {
    const file = copy(`fault-${name}.db`)
    spoil(file, sql)
    const { code, out } = await kith(['doctor', file, ...WITH])
    expect([code, out]).toEqual([1, expect.stringMatching(sentence)])
  })

  it('tells jobs that gave up, which is no problem of the store', async () => {
    const file = copy('dead.db')
    const storage = sqliteStorage({ file })
    await storage.open(crmModel(config))
    const job = {
      id: 'd',
      kind: 'mail',
      key: 'd',
      dueAt: '2026-03-02T09:00:00.000Z',
      attempts: 9,
      payload: {},
      state: 'dead',
    } as const
    await storage.commit({ tenant: MAIN }, { jobs: { put: [job] } })
    await storage.close()
    expect(await kith(['doctor', file, ...WITH])).toMatchObject({
      code: 0,
      out: expect.stringContaining('ADVICE  main: 1 job gave up.'),
    })
  })
})

describe('kith backup and restore', () => {
  it('make a copy that is whole, and put it back', async () => {
    const backup = at('backup/monday.db')
    const made = await kith(['backup', main, backup])
    expect([made.code, made.told]).toEqual([0, expect.stringMatching(/ MB in [\d.]+ s; every page checked\n$/)])
    expect(await kith(['restore', backup, at('clean/crm.db')])).toMatchObject({ code: 0 })
    const [before, after] = [await kith(['export', main, ...WITH]), await kith(['export', at('clean/crm.db'), ...WITH])]
    expect(after.out).toBe(before.out)
  })

  it('erase again who was erased after the backup was made: no byte of them is left', async () => {
    const [store, backup, ledger] = [copy('erased.db'), at('before.db'), at('erasures.ndjson')]
    const storage = sqliteStorage({ file: store })
    const crm = await createCrm({ storage, config, jobsEveryMs: 0 })
    const api = crm.as({ tenant: MAIN, actor: { kind: 'user', id: 'ida' }, roles: ['admin'] })
    const { id } = await api.create('contact', { name: 'Zebulonia Quux', emails: [{ value: 'zebulonia@example.com' }] })
    await kith(['backup', store, backup])
    const claim = { space: 'contact.emails', key: 'zebulonia@example.com', id }
    const claims = { release: [claim], remove: [{ object: 'contact', id }], eraseSubjects: [`contact:${id}`] }
    await storage.commit({ tenant: MAIN }, claims)
    await crm.close()
    const bytes = (file: string) => readFileSync(file).toString('latin1').toLowerCase()
    expect([bytes(store), bytes(backup)].map((text) => text.includes('zebulonia'))).toEqual([false, true])

    const { out } = await kith(['erasures', store, ...WITH])
    expect(out.toLowerCase()).not.toContain('zebulonia')
    writeFileSync(ledger, out)
    const back = at('back/crm.db')
    const { code, told } = await kith(['restore', backup, back, ...WITH, '--erasures', ledger])
    expect([code, told]).toEqual([0, expect.stringMatching(/erased again: \d+ entries of the log, 1 records/)])
    expect(bytes(back)).not.toContain('zebulonia')
    expect(await kith(['doctor', back, ...WITH])).toMatchObject({ code: 0 })
    writeFileSync(ledger, out.replaceAll(/"chain":"../g, '"chain":"zz'))
    const other = await kith(['restore', backup, at('other/crm.db'), ...WITH, '--erasures', ledger])
    expect(other).toMatchObject({ code: 1, told: expect.stringContaining('the ledger is of another store') })
    expect(existsSync(at('other/crm.db'))).toBe(false)
  })

  it('overwrite nothing unless they are told to', async () => {
    const [backup, store] = [at('kept.db'), copy('store.db')]
    await kith(['backup', main, backup])
    const before = readFileSync(store)
    for (const words of [
      ['backup', main, store],
      ['restore', backup, store],
    ])
      expect(await kith(words)).toMatchObject({ code: 1, told: expect.stringContaining('--force') })
    expect(readFileSync(store).equals(before)).toBe(true)
    expect(await kith(['restore', backup, store, '--force'])).toMatchObject({ code: 0 })
    expect(await kith(['backup', main, backup, '--force'])).toMatchObject({ code: 0 })
  })
})

describe('kith on better-sqlite3', () => {
  it('does with that library whatever it does with a file', async ({ skip, onTestFinished }) => {
    const reason = whyNoBetterSqlite3()
    if (reason) skip(reason)
    const [store, backup] = [copy('better.db'), at('better-backup.db')]
    const before = (await kith(['export', store, ...WITH])).out
    const node = vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => undefined) as never)
    onTestFinished(() => node.mockRestore())
    expect((await kith(['doctor', store, ...WITH])).told).toContain('Install the package "better-sqlite3"')
    const address = `better-sqlite3:${store}`
    expect(await kith(['backup', address, backup])).toMatchObject({ code: 0 })
    expect(await kith(['restore', backup, address, '--force'])).toMatchObject({ code: 0 })
    expect(await kith(['schema', address, ...WITH])).toMatchObject({ code: 0, out: '' })
    expect(await kith(['doctor', address, ...WITH])).toMatchObject({ code: 0, told: 'Nothing is wrong.\n' })
    const { out } = await kith(['export', address, ...WITH])
    expect(out).toBe(before)
    const target = `better-sqlite3:${at('better-moved.db')}`
    expect((await kith(['import', target, ...WITH], out)).told).toContain('all compared and equal')
  })
})

describe('kith on a disk that takes no writes', () => {
  it('exports, copies and examines what is there', async ({ skip, onTestFinished }) => {
    const reason = whyNoReadOnlyDisk(folder)
    if (reason) skip(reason)
    const disk = at('disk')
    mkdirSync(disk)
    copyFileSync(main, join(disk, 'crm.db'))
    onTestFinished(readOnlyDisk(disk))
    const address = `sqlite:${join(disk, 'crm.db')}`
    expect((await kith(['export', address, ...WITH])).out).toBe((await kith(['export', main, ...WITH])).out)
    expect(await kith(['erasures', address, ...WITH])).toMatchObject({ code: 0 })
    expect(await kith(['backup', address, at('from-disk.db')])).toMatchObject({ code: 0 })
    expect(await kith(['doctor', address, ...WITH])).toMatchObject({ code: 0, told: 'Nothing is wrong.\n' })
  })
})
