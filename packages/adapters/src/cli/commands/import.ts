import type { Model, Storage } from '@kith/core/storage'
import { importTenants } from '../../moving/index.ts'
import { sha256 } from '../../storage/sql/sha256.ts'
import { withPlace, withStore } from '../address.ts'
import { type Call, CONFIG_OPTION, type Command, CommandError } from '../command.ts'
import { countsInWords, progress } from '../progress.ts'

export const importCommand: Command = {
  name: 'import',
  summary: 'Puts an export into a store, and compares everything at the end.',
  usage: 'ADDRESS [--config FILE] < FILE.ndjson',
  arguments: ['ADDRESS'],
  options: { config: CONFIG_OPTION },
  details: `
A store that is not there is made. Stop what uses the store first. It can be stopped at any moment and run again with the
same file: then it goes on where it was. A tenant that holds anything else is refused and left as it is. A tenant keeps its
name: the chain of its log begins with it. Jobs come in last, so that nothing runs on half a tenant. In a new store indexes
are made at the end, which is quicker the more there is; when it is stopped before, the next run makes them, or whatever opens
the store.`,
  run: async (call) => {
    const { input } = call
    if (!input) throw new CommandError('Give the export on standard input: kith import ADDRESS < FILE.ndjson')
    const [address, model] = [call.arguments[0] as string, await call.model()]
    await withStore(address, model, { make: true, indexes: 'later' }, (storage) => fill(storage, input, call))
    await makeIndexes(address, model, call)
    return 0
  },
}

async function fill(storage: Storage, input: AsyncIterable<string>, { tell }: Call): Promise<void> {
  const told = progress(tell)
  const tenants = importTenants(storage, input, {
    sha256,
    onProgress: (tenant, pieces) => told(() => `${tenant}: ${pieces.toLocaleString('en')} pieces so far`),
  })
  for await (const { tenant, counts, before } of tenants) {
    const earlier = before > 0 ? ` (${before.toLocaleString('en')} pieces were there from an earlier run)` : ''
    tell(`${tenant}: ${countsInWords(counts)}; all compared and equal${earlier}\n`)
  }
}

/** Those that were left for later; a store that was there before has its own. */
async function makeIndexes(address: string, model: Model, { tell }: Call): Promise<void> {
  await withPlace(address, {}, async ({ storage }) => {
    const steps = (await storage.plan?.(model)) ?? []
    if (steps.length === 0) return
    tell('Making indexes and totals\n')
    await storage.open(model)
    await storage.close()
  })
}
