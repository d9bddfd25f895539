import { existsSync } from 'node:fs'
import { restoreBackup } from '../../storage/sqlite/copies.ts'
import { sqliteFile } from '../address.ts'
import { type Command, CommandError } from '../command.ts'
import { sizeInWords } from './backup.ts'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Puts a backup in the place of a SQLite store, after checking it.',
  usage: 'FILE ADDRESS [--force]',
  arguments: ['FILE', 'ADDRESS'],
  options: { force: { type: 'boolean', help: 'Replaces the store that is there.' } },
  details: `
The backup is checked first, every page of it; until then nothing is touched. A store that is there is replaced only with
--force, and never while something uses it. Run kith doctor afterwards.`,
  run: async ({ arguments: [from = '', address = ''], is, tell }) => {
    const to = sqliteFile(address, 'restored with this command')
    if (!existsSync(from)) throw new CommandError(`There is no file ${from}. Look at the path.`)
    if (existsSync(to) && !is('force'))
      throw new CommandError(`There is a store at ${to} already. Restore to another path, or replace it with --force.`)
    await restoreBackup(from, to, { replace: is('force') })
    tell(`${to}: ${sizeInWords(to)} restored; every page checked\n`)
    return 0
  },
}
