// Runs `kith import` and kills its own process: after a share of the file, or when it says something.
// node killed-import.fixture.ts ADDRESS CONFIG FILE 0.5|WORDS
import { readFileSync } from 'node:fs'
import { run } from './run.ts'

const [address = '', config = '', file = '', when = ''] = process.argv.slice(2)
const kill = () => process.kill(process.pid, 'SIGKILL')

async function* input(): AsyncGenerator<string> {
  const text = readFileSync(file, 'utf8')
  const share = Number(when)
  yield text.slice(0, text.length * (Number.isNaN(share) ? 1 : share))
  if (!Number.isNaN(share)) kill()
}

await run(['import', address, '--config', config], {
  input: input(),
  write: async () => undefined,
  tell: (text) => {
    if (text.startsWith(when)) kill()
  },
  now: () => '2026-03-02T09:00:00.000Z',
})
