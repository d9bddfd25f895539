import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskMeta } from 'vitest'
import type { Reporter, TestCase } from 'vitest/node'

declare module 'vitest' {
  interface TaskMeta {
    /**
     * What a long run found. `pnpm soak` writes it to `reports/<name>.json` when its test has passed, or was skipped: then
     * its figures say why.
     */
    report?: {
      readonly name: string
      readonly what: string
      /** How much was tried. Of tests that report together: by all of them; one that was skipped leaves its part out. */
      readonly n: number
      /** Absent where chance has no part in it, or is that of the machine. */
      readonly seed?: number
      readonly figures: Readonly<Record<string, unknown>>
    }
  }
}

/** Writes down what the long runs found. Tests of one report (one for each adapter) put their figures together. */
export default class SoakReporter implements Reporter {
  readonly #found = new Map<string, NonNullable<TaskMeta['report']>>()

  onTestCaseResult(test: TestCase): void {
    const { report } = test.meta()
    const result = test.result()
    if (report && result.state === 'skipped') console.log(`Skipped: ${test.name}; ${result.note}`)
    if (!report || result.state === 'failed') return
    const known = this.#found.get(report.name)
    const merged = {
      ...report,
      n: Math.min(known?.n ?? report.n, report.n),
      figures: { ...known?.figures, ...report.figures },
    }
    this.#found.set(report.name, merged)
    const { name, ...found } = merged
    const folder = join(import.meta.dirname, '../reports')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`)
  }
}
