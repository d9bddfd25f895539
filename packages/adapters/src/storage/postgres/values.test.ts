import { describe, expect, it } from 'vitest'
import { testDatabase } from './testing/database.fixture.ts'
import { binaryArray, textArray } from './values.ts'

const database = await testDatabase()
const pool = database.pool({ max: 1 })
const TEXTS = [
  '',
  'plain',
  '"quoted"',
  'back\\slash',
  '{a,b}',
  'NULL',
  null,
  'Ødegård',
  '🎉 שלום',
  ' ',
  'a\nb',
  '{"a":"\\""}',
]

async function readBack(list: string | Buffer, type: string): Promise<unknown[]> {
  const { rows } = await pool.query(
    `SELECT value FROM unnest($1::${type}[]) WITH ORDINALITY a(value, at) ORDER BY at`,
    [list],
  )
  return rows.map(({ value }) => value)
}

describe('arrays', () => {
  it.each([
    ['as text', textArray],
    ['in binary form', binaryArray],
  ] as const)('give back each text as it was: %s', async (_, array) => {
    for (const texts of [TEXTS, ['one'], [null], [null, null], []])
      expect(await readBack(array(texts), 'text')).toEqual(texts)
  })

  it('give back JSON', async () => {
    const values = [{ a: 'Ø"\\' }, null, [1, 'two'], 'text', 3, true]
    const texts = values.map((value) => (value === null ? null : JSON.stringify(value)))
    expect(await readBack(binaryArray(texts, 'jsonb'), 'jsonb')).toEqual(values)
    expect(await readBack(binaryArray([], 'jsonb'), 'jsonb')).toEqual([])
  })
})
