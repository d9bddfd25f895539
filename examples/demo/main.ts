import { serveDemo } from './server.ts'
import { startProblem } from './start-problem.ts'

const flags = new Set(process.argv.slice(2))
const known = new Set(['--fresh', '--empty', '--'])
const unknown = [...flags].find((flag) => !known.has(flag))

try {
  if (unknown)
    throw new Error(`There is no option "${unknown}". Use --fresh (throw the demo data away) or --empty (no records).`)
  const demo = await serveDemo({
    port: Number(process.env['PORT'] ?? 4380),
    folder: process.env['KITH_DATA'] ?? '.kith',
    fresh: flags.has('--fresh'),
    empty: flags.has('--empty'),
    say: (line) => process.stdout.write(`${line}\n`),
  })
  const stop = async () => {
    await demo.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
} catch (error) {
  process.stderr.write(`${startProblem(error)}\n`)
  process.exit(1)
}
