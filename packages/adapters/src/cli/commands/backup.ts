import { existsSync, statSync } from 'node:fs'
import { makeBackup } from '../../storage/sqlite/copies.ts'
import { sqliteFile } from '../address.ts'
import { type Command, CommandError } from '../command.ts'

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Copies a SQLite store into one file while it is in use, and checks the copy.',
  usage: 'ADDRESS FILE [--force]',
  arguments: ['ADDRESS', 'FILE'],
  options: { force: { type: 'boolean', help: 'Replaces FILE when it is there.' } },
  details: `
Everything that was acknowledged before the start is in the copy. It appears under its name once it is whole, checked and on
disk. Uploaded files lie beside the store: copy their folder after it. kith restore puts it back.`,
  run: async ({ arguments: [address = '', to = ''], is, tell }) => {
    const { file: from, driver } = await sqliteFile(
      address,
      'backed up with this command (for PostgreSQL use pg_dump, for any store kith export)',
    )
    if (!existsSync(from)) throw new CommandError(`There is no file ${from}. Look at the path.`)
    if (existsSync(to) && !is('force'))
      throw new CommandError(`${to} is there already. Choose another name, or replace it with --force.`)
    const began = Date.now()
    await makeBackup(from, to, { driver })
    tell(`${to}: ${sizeInWords(to)} in ${((Date.now() - began) / 1000).toFixed(1)} s; every page checked\n`)
    return 0
  },
}

export function sizeInWords(file: string): string {
  return `${(statSync(file).size / 1024 / 1024).toFixed(1)} MB`
}
