import type { Command, Option } from './command.ts'

export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `kith: looks after the stores of Kith, the CRM you embed.

Usage: kith COMMAND ADDRESS [OPTIONS]

Commands:
${lines.join('\n')}

Addresses:
  sqlite:path/to/crm.db    a SQLite file (a path that ends in .db or .sqlite will do too)
  better-sqlite3:path      the same file, opened with the package better-sqlite3
  postgres://user@host/db  a database of PostgreSQL (needs the package pg)

kith COMMAND --help says more about one. Exit codes: 0 all is well, 1 something is wrong, 2 the call cannot be understood.
`
}

export function commandHelp({ name, usage, details, options, summary }: Command): string {
  const all: readonly [string, Option][] = [
    ...Object.entries(options),
    ['help', { type: 'boolean', help: 'Says this.' }],
  ]
  const named = all.map(([option, { value, help }]) => [`--${option}${value ? ` ${value}` : ''}`, help] as const)
  const width = Math.max(...named.map(([option]) => option.length))
  return `kith ${name} ${usage}

${summary}

${details.trim()}

Options:
${named.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`).join('\n')}
`
}
