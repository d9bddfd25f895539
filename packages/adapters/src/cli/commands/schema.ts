import { placeOf } from '../address.ts'
import { CONFIG_OPTION, type Command } from '../command.ts'

export const schemaCommand: Command = {
  name: 'schema',
  summary: 'Says what an upgrade of a store would do, statement by statement; with --apply does it.',
  usage: 'ADDRESS [--config FILE] [--apply]',
  arguments: ['ADDRESS'],
  options: {
    config: CONFIG_OPTION,
    apply: {
      type: 'boolean',
      help: 'Does it. It can be stopped at any statement and run again; nothing is ever dropped.',
    },
  },
  details: `
An app that opens the store does the same by itself; this is for those who want to look first, or to do it at night. Name the
configuration of the app (--config): without it the plan is that of the plain CRM. A store that a newer Kith wrote is refused.`,
  run: async (call) => {
    const { storage, name } = placeOf(call.arguments[0] as string)
    const model = await call.model()
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
  },
}

function ended(statement: string): string {
  return statement.startsWith('--') || statement.endsWith(';') ? statement : `${statement};`
}
