import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Connection } from './connection.ts'
import type { ObjectLayout } from './layout.ts'
import { nodeSqlite } from './node-sqlite.ts'
import { FIRST, replaceDeadSeparators, type Separator } from './separators.ts'

const SOAK = Boolean(process.env['KITH_SOAK'])
const INDEXES = SOAK ? Number(process.env['KITH_SOAK_N'] ?? 2_000) : 60
const temporary = mkdtempSync(join(tmpdir(), 'kith-separators-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const layout = { object: 'lead' } as ObjectLayout
let files = 0

/** Words of letters of one to four bytes, which begin alike: separators end within letters. */
const aWord = fc.stringMatching(/^[aåбп中😀]{1,9}$/u)
const anIndex = fc.record({
  words: fc.uniqueArray(aWord, { minLength: 20, maxLength: 300 }),
  /** Of 8 rows those that go. */
  goes: fc.array(fc.nat(7), { maxLength: 7 }),
  secure: fc.boolean(),
})

/** A search index with pages so small that it has many. */
function openIndex(secure: boolean): Connection {
  const connection = new Connection(nodeSqlite, { file: join(temporary, `${++files}.db`) })
  connection.db.exec(`CREATE VIRTUAL TABLE s_lead USING fts5 (words, tokenize = 'ascii', detail = 'column', columnsize = 0, prefix = '1 2 3');
    INSERT INTO s_lead (s_lead, rank) VALUES ('secure-delete', ${secure ? 1 : 0}); INSERT INTO s_lead (s_lead, rank) VALUES ('pgsz', 64)`)
  return connection
}

function replaceAll(connection: Connection): void {
  let next: Separator | undefined = FIRST
  while (next) next = replaceDeadSeparators(connection, layout, next)
}

function separatorsOf(connection: Connection): string[] {
  const rows = connection.sql('SELECT term FROM s_lead_idx ORDER BY segid, term').all()
  return rows.map(({ term }) => Buffer.from(term as Uint8Array).toString('latin1'))
}

function found(connection: Connection, words: readonly string[]): readonly number[] {
  const count = connection.sql('SELECT count(*) AS count FROM s_lead WHERE s_lead MATCH ?')
  return words.flatMap((word) => [`"${word}"`, `"${word}" *`].map((query) => count.get(query)?.['count'] as number))
}

describe('separators of a search index', () => {
  it(`of deleted words are replaced in ${INDEXES} indexes, and every word is found as before`, () => {
    let changed = 0
    fc.assert(
      fc.property(anIndex, ({ words, goes, secure }) => {
        const connection = openIndex(secure)
        const insert = connection.sql('INSERT INTO s_lead (rowid, words) VALUES (?, ?)')
        for (let from = 0; from < words.length; from += 50) {
          connection.db.exec('BEGIN')
          for (let at = from; at < Math.min(from + 50, words.length); at++) insert.run(at, words[at] ?? '')
          connection.db.exec('COMMIT')
        }
        for (const rest of goes) connection.sql('DELETE FROM s_lead WHERE rowid % 8 = ?').run(rest)
        const before = { found: found(connection, words), separators: separatorsOf(connection) }
        replaceAll(connection)
        connection.db.exec("INSERT INTO s_lead (s_lead) VALUES ('integrity-check')")
        expect(found(connection, words)).toEqual(before.found)
        const separators = separatorsOf(connection)
        changed += separators.filter((one, at) => one !== before.separators[at]).length
        expect(separators).toHaveLength(before.separators.length)
        if (secure) expect(separators.filter((one) => isDead(one, words, goes))).toEqual([])
        connection.db.exec("INSERT INTO s_lead (s_lead) VALUES ('optimize')")
        expect(found(connection, words)).toEqual(before.found)
        connection.close()
      }),
      { numRuns: INDEXES, ...(SOAK ? {} : { seed: 20_260_301 }) },
    )
    expect(changed).toBeGreaterThan(INDEXES / 4)
  })
})

/** Whether the beginning of a word is of deleted words only. Those of few bytes are not looked at. */
function isDead(separator: string, words: readonly string[], goes: readonly number[]): boolean {
  if (!separator.startsWith('0') || separator.length <= 4) return false
  const stay = words.filter((_, at) => !goes.includes(at % 8))
  return !stay.some((word) => Buffer.from(word).toString('latin1').startsWith(separator.slice(1)))
}
