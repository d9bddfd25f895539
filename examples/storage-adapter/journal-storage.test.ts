import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, defineObject, text } from '@kith/core'
import { filterContract, modelContract, storageContract } from '@kith/core/testing'
import { afterAll, describe, expect, it, test } from 'vitest'
import { journalStorage } from './journal-storage.ts'

const temporary = mkdtempSync(join(tmpdir(), 'kith-journal-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

describe('journalStorage', () => {
  storageContract(test, (folder) => journalStorage({ file: join(temporary, folder, 'crm.jsonl') }))

  let files = 0
  filterContract(test, () => journalStorage({ file: join(temporary, `filter-${++files}`, 'crm.jsonl') }))

  modelContract(test, () => journalStorage({ file: join(temporary, 'model', 'crm.jsonl') }))

  it('goes on after a line that a dying process has cut off, in the middle of a letter', async () => {
    const file = join(temporary, 'torn', 'crm.jsonl')
    const scope = { tenant: 'north' }
    const model = createModel([
      defineObject({ name: 'note', label: 'Note', title: 'title', fields: { title: text() } }),
    ])
    const put = (id: string) => ({ put: [{ object: 'note', record: { id, version: 1, title: 'Åse' } }] })
    const before = journalStorage({ file })
    await before.open(model)
    await before.commit(scope, put('a'))
    await before.close()
    const line = readFileSync(file)
    appendFileSync(file, line.subarray(0, line.indexOf('Å') + 1))
    const after = journalStorage({ file })
    await after.open(model)
    await after.commit(scope, put('b'))
    await after.close()
    await after.open(model)
    expect((await after.get(scope, 'note', ['a', 'b'])).map((found) => found?.['title'])).toEqual(['Åse', 'Åse'])
    await after.close()
  })
})
