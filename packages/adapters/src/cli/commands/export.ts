import type { Storage } from '@kith/core/storage'
import { exportTenant } from '../../moving/index.ts'
import { sha256 } from '../../storage/sql/sha256.ts'
import { withStore } from '../address.ts'
import { type Call, CONFIG_OPTION, type Command, CommandError, TENANT_OPTION } from '../command.ts'
import { countsInWords, progress } from '../progress.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes everything of a store, as it stands at one moment, as lines of JSON.',
  usage: 'ADDRESS [--tenant TENANT] [--config FILE] > FILE.ndjson',
  arguments: ['ADDRESS'],
  options: { tenant: TENANT_OPTION, config: CONFIG_OPTION },
  details: `
Records with their run-time fields, links, history, consents, claims, number series, answers to idempotency keys, jobs and
configuration; what was erased stays erased. The store may be in use meanwhile, and memory does not grow with it. Files that
were uploaded lie beside the store: copy their folder. kith import puts it all into any other storage.`,
  run: async (call) =>
    withStore(call.arguments[0] as string, await call.model(), { make: false, readOnly: true }, async (storage) => {
      for (const tenant of await tenantsOf(storage, call.text('tenant'))) await exportOne(storage, tenant, call)
      return 0
    }),
}

async function exportOne(storage: Storage, tenant: string, { write, tell, now }: Call): Promise<void> {
  const told = progress(tell)
  const lines = exportTenant(storage, tenant, {
    at: now(),
    sha256,
    onProgress: (pieces) => told(() => `${tenant}: ${pieces.toLocaleString('en')} pieces so far`),
    onEnd: (counts) => tell(`${tenant}: ${countsInWords(counts)}\n`),
  })
  for await (const text of lines) await write(text)
}

/** The tenant that was asked for, or all. @throws CommandError where there is none */
export async function tenantsOf(storage: Storage, asked: string | undefined): Promise<readonly string[]> {
  const tenants = await storage.tenants()
  if (tenants.length === 0) throw new CommandError('The store holds no tenant: there is nothing to do.')
  if (asked === undefined) return tenants
  if (!tenants.includes(asked))
    throw new CommandError(`There is no tenant "${asked}". There are: ${tenants.join(', ')}.`)
  return [asked]
}
