import { randomBytes } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { applyErasures } from '../../moving/index.ts'
import { restoreBackup } from '../../storage/sqlite/copies.ts'
import { sqliteFile, withStore } from '../address.ts'
import { type Call, CONFIG_OPTION, type Command, CommandError } from '../command.ts'
import { sizeInWords } from './backup.ts'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Puts a backup in the place of a SQLite store, after checking it.',
  usage: 'FILE ADDRESS [--erasures LEDGER] [--config FILE] [--force]',
  arguments: ['FILE', 'ADDRESS'],
  options: {
    erasures: {
      type: 'string',
      value: 'LEDGER',
      help: 'What kith erasures wrote: is erased from the backup before it takes its place.',
    },
    config: CONFIG_OPTION,
    force: { type: 'boolean', help: 'Replaces the store that is there.' },
  },
  details: `
The backup is checked first, every page of it; until then nothing is touched. A store that is there is replaced only with
--force, and never while something uses it. A backup brings back persons who were erased after it was made: give the ledger
that kith erasures wrote since (--erasures), and they are erased again before anybody sees them. Run kith doctor afterwards.`,
  run: async (call) => {
    const [from = '', address = ''] = call.arguments
    const { is, tell } = call
    const { file: to, driver } = await sqliteFile(address, 'restored with this command')
    const ledger = call.text('erasures')
    for (const file of [from, ...(ledger === undefined ? [] : [ledger])])
      if (!existsSync(file)) throw new CommandError(`There is no file ${file}. Look at the path.`)
    if (existsSync(to) && !is('force'))
      throw new CommandError(`There is a store at ${to} already. Restore to another path, or replace it with --force.`)
    const scheme = driver ? 'better-sqlite3' : 'sqlite'
    await restoreBackup(from, to, {
      replace: is('force'),
      driver,
      ...(ledger === undefined ? {} : { prepare: (file) => erase(call, `${scheme}:${file}`, ledger) }),
    })
    tell(`${to}: ${sizeInWords(to)} restored; every page checked\n`)
    if (ledger === undefined)
      tell(
        'Persons who were erased after the backup was made are back in it. Where there are any, restore again with --erasures.\n',
      )
    return 0
  },
}

async function erase(call: Call, address: string, ledger: string): Promise<void> {
  const options = { now: call.now(), salt: () => randomBytes(16).toString('hex') }
  const text = createReadStream(ledger, 'utf8') as AsyncIterable<string>
  await withStore(address, await call.model(), { make: false }, async (storage) => {
    const { entries, records } = await applyErasures(storage, text, options)
    call.tell(`erased again: ${entries} entries of the log, ${records} records\n`)
  })
}
