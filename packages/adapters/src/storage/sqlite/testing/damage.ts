import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SealedChange, Storage } from '@kith/core/storage'
import { sqliteStorage } from '../index.ts'
import { leads, SCOPE, VISITOR, type WriterMode } from './writer.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Starts a writer, kills it a random moment after its first acknowledgement, and gives the ids that it acknowledged. */
export function killedWriter(file: string, run: number | string, mode: WriterMode): Promise<string[]> {
  const script = join(import.meta.dirname, 'writer.ts')
  const child = spawn(process.execPath, ['--conditions=kith-source', script, file, `r${run}`, mode], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let output = ''
    let errors = ''
    child.stderr.on('data', (data) => {
      errors += data
    })
    child.stdout.on('data', (data) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), 20 + Math.random() * 150)
      output += data
    })
    child.on('close', (_, signal) => {
      // A line that was cut off by the kill was not read by anybody.
      if (signal === 'SIGKILL') resolve(output.split('\n').slice(0, -1))
      else reject(new Error(errors))
    })
  })
}

/** What so many kills one after the other come to; a kill may be of several writers at once. */
export async function killAll(
  file: string,
  kills: number,
  mode: WriterMode,
  writers: readonly string[] = [''],
): Promise<{ readonly acknowledged: number; readonly found: Readonly<Record<string, number>> }> {
  const acknowledged: string[] = []
  for (let run = 0; run < kills; run++) {
    const all = await Promise.all(writers.map((writer) => killedWriter(file, `${run}${writer}`, mode)))
    acknowledged.push(...all.flat())
  }
  return { acknowledged: acknowledged.length, found: await damage(file, acknowledged) }
}

export const NO_DAMAGE = { lost: 0, doubled: 0, halfDone: 0, brokenLinks: 0, integrityFaults: 0 }

async function allChanges(storage: Storage): Promise<SealedChange[]> {
  const changes: SealedChange[] = []
  for (;;) {
    const page = await storage.changes(SCOPE, { after: changes.length, limit: 1_000 })
    changes.push(...page)
    if (page.length < 1_000) return changes
  }
}

function brokenLinks(changes: readonly SealedChange[]): number {
  return changes.filter(({ seq, payload, salt, digest, chain }, at) => {
    const before = changes[at - 1]?.chain ?? SCOPE.tenant
    const sealed = digest === sha256(`${salt}${payload}`) && chain === sha256(`${before}\n${seq}\n${digest}`)
    return seq !== at + 1 || !sealed
  }).length
}

/** What a kill may leave behind, of each kind how many. */
export async function damage(file: string, acknowledged: readonly string[]): Promise<Record<string, number>> {
  const storage = sqliteStorage({ file })
  await storage.open(leads)
  const found = await storage.get(SCOPE, 'lead', acknowledged)
  const changes = await allChanges(storage)
  const logged = changes.map((change) => change.id)
  const stored = await storage.get(SCOPE, 'lead', logged)
  const holders = await Promise.all(logged.map((id) => storage.holder(SCOPE, 'lead.key', id)))
  const [count] = await storage.aggregate(SCOPE, 'lead', {
    where: { op: 'true' },
    groupBy: [],
    measures: [{ fn: 'count' }],
  })
  await storage.close()
  const db = new DatabaseSync(file)
  const integrity = db.prepare('PRAGMA integrity_check').all()
  const visitors = db.prepare("SELECT count(*) AS count FROM o_lead WHERE id GLOB '*' || ? || '*'").get(VISITOR)
  // Throws where the search index says anything else than what is indexed.
  db.exec("INSERT INTO s_lead (s_lead, rank) VALUES ('integrity-check', 1)")
  db.close()
  return {
    lost: found.filter((record) => record === undefined).length,
    doubled: logged.length - new Set(logged).size,
    halfDone:
      [...stored, ...holders].filter((part) => part === undefined).length +
      Math.abs(Number(count?.values[0]) - Number(visitors?.['count']) - logged.length),
    brokenLinks: brokenLinks(changes),
    integrityFaults: integrity.filter((row) => row['integrity_check'] !== 'ok').length,
  }
}
