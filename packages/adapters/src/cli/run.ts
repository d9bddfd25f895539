import { parseArgs } from 'node:util'
import { isKithError } from '@kith/core/shared'
import { type Call, type Command, CommandError, type Terminal } from './command.ts'
import { COMMANDS } from './commands/index.ts'
import { loadModel } from './config.ts'
import { commandHelp, generalHelp } from './help.ts'

/** Exit code for a call that cannot be understood. */
const MISUSED = 2

/**
 * Runs `kith` with its arguments. Every refusal is a sentence on standard error.
 *
 * @returns the exit code: 0 all is well, 1 something is wrong, 2 the call cannot be understood
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await terminal.write(generalHelp(COMMANDS))
    return 0
  }
  const command = COMMANDS.find((one) => one.name === name)
  if (!command) {
    terminal.tell(`There is no command "${name}". kith --help lists what there is.\n`)
    return MISUSED
  }
  try {
    const call = parse(command, rest, terminal)
    if (call.is('help')) {
      await terminal.write(commandHelp(command))
      return 0
    }
    return await checked(command, call)
  } catch (error) {
    terminal.tell(`${sentenceOf(error)}\n`)
    return error instanceof Misuse ? MISUSED : 1
  }
}

class Misuse extends CommandError {}

function parse(command: Command, words: readonly string[], terminal: Terminal): Call {
  const described = Object.entries({ ...command.options, help: { type: 'boolean' as const } })
  const options = Object.fromEntries(
    described.map(([name, { type }]) => [name, { type, ...(name === 'help' ? { short: 'h' } : {}) }]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    const text = (option: string) => (typeof values[option] === 'string' ? values[option] : undefined)
    return {
      ...terminal,
      arguments: positionals,
      text,
      is: (option) => values[option] === true,
      model: () => loadModel(text('config')),
    }
  } catch (error) {
    const [reason] = (error as Error).message.split('. ')
    throw new Misuse(`${reason}. kith ${command.name} --help says what it takes.`)
  }
}

function checked(command: Command, call: Call): Promise<number> {
  const wanted = command.arguments
  const missing = wanted[call.arguments.length]
  const surplus = call.arguments[wanted.length]
  const usage = `Write: kith ${command.name} ${command.usage}`
  if (missing !== undefined) throw new Misuse(`${missing} is missing. ${usage}`)
  if (surplus !== undefined) throw new Misuse(`"${surplus}" is too much. ${usage}`)
  return command.run(call)
}

/** An error of our own is a sentence already; another is told as what it is. */
function sentenceOf(error: unknown): string {
  if (error instanceof CommandError || isKithError(error)) return error.message
  return error instanceof Error ? `Something unexpected went wrong: ${error.stack ?? error.message}` : String(error)
}
