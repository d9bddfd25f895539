import { importTenants } from '../../moving/index.ts'
import { sha256 } from '../../storage/sql/sha256.ts'
import { withStore } from '../address.ts'
import { CONFIG_OPTION, type Command, CommandError } from '../command.ts'
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
name: the chain of its log begins with it. Jobs come in last, so that nothing runs on half a tenant.`,
  run: async (call) => {
    const { input, tell } = call
    if (!input) throw new CommandError('Give the export on standard input: kith import ADDRESS < FILE.ndjson')
    return withStore(call.arguments[0] as string, await call.model(), { make: true }, async (storage) => {
      const told = progress(tell)
      const tenants = importTenants(storage, input, {
        sha256,
        onProgress: (tenant, pieces) => told(() => `${tenant}: ${pieces.toLocaleString('en')} pieces so far`),
      })
      for await (const { tenant, counts, before } of tenants) {
        const earlier = before > 0 ? ` (${before.toLocaleString('en')} pieces were there from an earlier run)` : ''
        tell(`${tenant}: ${countsInWords(counts)}; all compared and equal${earlier}\n`)
      }
      return 0
    })
  },
}
