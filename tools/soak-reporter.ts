import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestCase } from 'vitest/node'

declare module 'vitest' {
  interface TaskMeta {
    /** What a long run found. `pnpm soak` writes it to `reports/<name>.json` when its test has passed. */
    report?: {
      readonly name: string
      readonly what: string
      readonly n: number
      /** Absent where chance has no part in it, or is that of the machine. */
      readonly seed?: number
      readonly figures: Readonly<Record<string, unknown>>
    }
  }
}

/** Writes down what the long runs found. Tests of one report (one for each adapter) put their figures together. */
export default class SoakReporter implements Reporter {
  readonly #figures = new Map<string, Readonly<Record<string, unknown>>>()

  onTestCaseResult(test: TestCase): void {
    const { report } = test.meta()
    if (!report || test.result().state !== 'passed') return
    const { name, ...rest } = report
    const figures = { ...this.#figures.get(name), ...rest.figures }
    this.#figures.set(name, figures)
    const found = { ...rest, figures }
    const folder = join(import.meta.dirname, '../reports')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`)
  }
}
