#!/usr/bin/env node
import { once } from 'node:events'
import { stdin, stdout } from 'node:process'
import { run } from './run.ts'

// Somebody who read enough (`kith export … | head`) is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await run(process.argv.slice(2), {
  input: stdin.isTTY ? undefined : stdin.setEncoding('utf8'),
  write: async (text) => {
    if (!stdout.write(text)) await once(stdout, 'drain')
  },
  tell: (text) => void process.stderr.write(text),
  now: () => new Date().toISOString(),
})
stdin.destroy()
