import { writeFileSync } from 'node:fs'
import { config } from '../moving/world.fixture.ts'
import { run } from './run.ts'

const NOW = '2026-03-02T09:00:00.000Z'

/** Runs a command as the shell would; `input` comes on standard input, in parts. */
export async function kith(
  words: readonly string[],
  input?: string,
): Promise<{ readonly code: number; readonly out: string; readonly told: string }> {
  let [out, told] = ['', '']
  const code = await run(words, {
    input: input === undefined ? undefined : parts(input),
    write: async (text) => {
      out += text
    },
    tell: (text) => {
      told += text
    },
    now: () => NOW,
  })
  return { code, out, told }
}

async function* parts(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += 5_000) yield text.slice(start, start + 5_000)
}

/** Writes the configuration of the company as a module of its own. */
export function writeSettings(file: string): void {
  writeFileSync(file, `export const config: object = { fields: ${JSON.stringify(config.fields)} }\n`)
}
