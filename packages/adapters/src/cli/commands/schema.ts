import type { Model } from '@kith/core'
import type { Storage } from '@kith/core/storage'
import { isPostgres, withPlace } from '../address.ts'
import { type Call, CONFIG_OPTION, type Command, CommandError } from '../command.ts'

export const schemaCommand: Command = {
  name: 'schema',
  summary: 'Says what an upgrade of a store would do, statement by statement; with --apply does it.',
  usage: 'ADDRESS [--config FILE] [--apply] [--distribute citus]',
  arguments: ['ADDRESS'],
  options: {
    config: CONFIG_OPTION,
    apply: {
      type: 'boolean',
      help: 'Does it. It can be stopped at any statement and run again; nothing is ever dropped.',
    },
    distribute: {
      type: 'string',
      value: 'citus',
      help: 'PostgreSQL: prints what spreads the store over the nodes of Citus, one statement a table; runs nothing.',
    },
  },
  details: `
An app that opens the store does the same by itself; this is for those who want to look first, or to do it at night. Name the
configuration of the app (--config): without it the plan is that of the plain CRM. A store that a newer Kith wrote is refused.`,
  run: async (call) => {
    const model = await call.model()
    const address = call.arguments[0] as string
    const spread = call.text('distribute')
    if (spread !== undefined) return distribute(call, address, model, spread)
    return withPlace(address, {}, ({ storage, name }) => plan(call, storage, name, model))
  },
}

async function plan(call: Call, storage: Storage, name: string, model: Model): Promise<number> {
  const steps = (await storage.plan?.(model)) ?? []
  for (const { statement, reason } of steps) await call.write(`-- ${reason}\n${ended(statement)}\n`)
  const count = steps.length === 1 ? '1 step' : `${steps.length} steps`
  if (steps.length === 0) call.tell(`${name} is up to date: there is nothing to do.\n`)
  else if (!call.is('apply'))
    call.tell(`${count}; nothing was changed. --apply does ${steps.length === 1 ? 'it' : 'them'}.\n`)
  if (steps.length === 0 || !call.is('apply')) return 0
  await storage.open(model)
  await storage.close()
  call.tell(`${count} done: ${name} is up to date.\n`)
  return 0
}

async function distribute(call: Call, address: string, model: Model, over: string): Promise<number> {
  if (over !== 'citus') throw new CommandError(`A store can be distributed over citus, not over "${over}".`)
  if (!isPostgres(address))
    throw new CommandError('Only a store in PostgreSQL can be distributed. Write postgres://user@host/database.')
  const { distributeCitus } = await import('../../storage/postgres/citus.ts')
  const statements = distributeCitus(model)
  for (const statement of statements) await call.write(`${ended(statement)}\n`)
  call.tell(
    `${statements.length} statements, one a table. Run them once on the coordinator, after kith schema with --apply.\n`,
  )
  return 0
}

function ended(statement: string): string {
  return statement.startsWith('--') || statement.endsWith(';') ? statement : `${statement};`
}
