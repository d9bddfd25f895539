// A model and what it grows to. As a script: upgrades a file and kills itself before a step; the test of upgrades runs it.
import { flushCompileCache } from 'node:module'
import { createModel, defineObject, email, number, text } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { nodeSqlite } from '../node-sqlite.ts'
import { SqliteStore } from '../store.ts'

const lead = (indexed: boolean, fields: object = {}) =>
  defineObject({
    name: 'lead',
    label: 'Lead',
    title: 'title',
    fields: {
      title: text({ indexed: true }),
      nick: text({ indexed }),
      mails: email({ many: true, indexed }),
      ...fields,
    },
  })

export const old = createModel([lead(false)])
export const grown = createModel([
  lead(true, { size: number({ indexed: true }) }),
  defineObject({ name: 'gadget', label: 'Gadget', title: 'name', fields: { name: text() } }),
])

export const NORTH = { tenant: 'north' }

export async function fillOld(storage: Storage): Promise<void> {
  const ids = Array.from({ length: 40 }, (_, at) => `l${at}`)
  await storage.commit(NORTH, {
    put: ids.map((id, at) => ({
      object: 'lead',
      record: { id, version: 1, title: `Title ${at}`, nick: `Nick ${at}`, mails: [{ value: `${id}@x.org` }] },
    })),
  })
}

if (import.meta.main) {
  flushCompileCache() // who is killed leaves nothing there otherwise for the next one
  const [file, stop] = process.argv.slice(2) as [string, string]
  let step = 0
  const beforeStep = () => {
    if (step++ === Number(stop)) process.kill(process.pid, 'SIGKILL')
  }
  new SqliteStore({ driver: nodeSqlite, file, beforeStep }, grown).close()
}
