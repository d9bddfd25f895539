import { erasuresOf } from '../../moving/index.ts'
import { withStore } from '../address.ts'
import { CONFIG_OPTION, type Command, TENANT_OPTION } from '../command.ts'
import { tenantsOf } from './export.ts'

export const erasuresCommand: Command = {
  name: 'erasures',
  summary: 'Writes which persons were erased, by ids and digests alone, to be kept beside the backups.',
  usage: 'ADDRESS [--tenant TENANT] [--config FILE] > LEDGER.ndjson',
  arguments: ['ADDRESS'],
  options: { tenant: TENANT_OPTION, config: CONFIG_OPTION },
  details: `
A backup that was made before an erasure brings the person back. Run this after each erasure, or each day, and keep what it
writes beside the backups: kith restore --erasures then erases them again. The ledger holds nothing about a person.`,
  run: async ({ arguments: [address = ''], model, text, write }) =>
    withStore(address, await model(), { make: false, readOnly: true }, async (storage) => {
      for (const tenant of await tenantsOf(storage, text('tenant')))
        for await (const lines of erasuresOf(storage, tenant)) await write(lines)
      return 0
    }),
}
