// Moves a store through an export into another, and says how its memory grew; the test of memory runs it with little heap.
// node child.fixture.ts FROM TO PIECES: after so many pieces the caches of SQLite are full, and memory should stay as it is
import { createHash } from 'node:crypto'
import { crmModel } from '@kith/core'
import { sqliteStorage } from '../storage/sqlite/index.ts'
import { exportTenant, importTenants } from './index.ts'
import { config, MAIN } from './world.fixture.ts'

const [from = '', to = '', settleAfter = ''] = process.argv.slice(2)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const [source, target] = [sqliteStorage({ file: from }), sqliteStorage({ file: to })]
for (const storage of [source, target]) await storage.open(crmModel(config))

/** Resident memory once caches are full, and the most seen since. */
let [settled, most, pieces] = [0, 0, 0]
const look = (count: number) => {
  const now = process.memoryUsage.rss()
  if (count > Number(settleAfter) && settled === 0) settled = now
  if (settled > 0) most = Math.max(most, now)
}
const cpu = process.cpuUsage()
for await (const { counts } of importTenants(target, exportTenant(source, MAIN, { sha256 }), {
  sha256,
  onProgress: (_, count) => look(count),
}))
  pieces = Object.values(counts).reduce((sum, count) => sum + count, 0)
const { user, system } = process.cpuUsage(cpu)
for (const storage of [source, target]) await storage.close()
const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
process.stdout.write(
  JSON.stringify({
    pieces,
    settledMb: megabytes(settled),
    mostMb: megabytes(most),
    cpuSeconds: Math.round((user + system) / 100_000) / 10,
  }),
)
