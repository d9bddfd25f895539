import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, defineObject, text } from '@kith/core'
import { expect, it, onTestFinished } from 'vitest'
import { driverOf } from './driver.ts'
import { Writer } from './writer.ts'

const model = createModel([
  defineObject({ name: 'lead', label: 'Lead', title: 'title', fields: { title: text({ indexed: true }) } }),
])

it('writes everything that waits when it closes, however slow the disk is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-writer-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'crm.db')
  const writer = new Writer({ file, driver: driverOf(undefined), groupAtOnceMs: 0 }, model)
  const commits = Array.from({ length: 100 }, (_, at) =>
    writer.commit('north', { put: [{ object: 'lead', record: { id: `l${at}`, version: 1, title: 'A' } }] }),
  )
  await writer.close()
  expect(await Promise.all(commits)).toHaveLength(100)
})
