import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Counts tests for tools/check.mjs into the file `KITH_COUNTS`. A file that fails before its tests counts as one. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      const before = counts.failed
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') counts.passed++
        else if (state === 'failed') counts.failed++
        else if (state === 'skipped') counts.skipped++
      }
      if (!module.ok() && counts.failed === before) counts.failed++
    }
    if (process.env.KITH_COUNTS) writeFileSync(process.env.KITH_COUNTS, JSON.stringify(counts))
  }
}
