import type { Reporter, TestCase, TestModule } from 'vitest/node'

declare module 'vitest' {
  interface TaskMeta {
    /** One line that a run of the contracts ends with: `mutants caught 12/12`. */
    summary?: string
  }
}

/** Which contract a case belongs to: by the beginning of its name, and by what the suite around it is called. */
const CONTRACTS: readonly { readonly name: string; readonly suite: RegExp; readonly test: RegExp }[] = [
  { name: 'filterContract', suite: /Storage\b/, test: /^filter: / },
  { name: 'modelContract', suite: /Storage\b/, test: /^model: / },
  { name: 'storageContract', suite: /Storage\b/, test: /^[a-z]+: / },
  {
    name: 'apiContract',
    suite: /^the (engine in process|engine on better-sqlite3|client over HTTP)$|^an engine in a page$/,
    test: /^[a-z]+: /,
  },
]

interface Count {
  passed: number
  failed: number
  skipped: number
}

/** Says at the end of `pnpm test:contract` how each adapter fared in each contract, and what was skipped, why. */
export default class ContractReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, Count>()
    const reasons = new Map<string, number>()
    const summaries: string[] = []
    for (const module of modules)
      for (const test of module.children.allTests()) {
        const { summary } = test.meta()
        if (summary) summaries.push(summary)
        count(test, counts, reasons)
      }
    const lines = [...counts].map(([key, { passed, failed, skipped }]) =>
      [
        key,
        `${passed} passed`.padStart(11),
        ...(failed ? [`${failed} failed`] : []),
        ...(skipped ? [`${skipped} skipped`] : []),
      ].join('  '),
    )
    const skips = [...reasons].map(([reason, times]) => `  skipped ${times}: ${reason}`)
    process.stdout.write(`\n${[...lines.sort(), ...skips.sort(), ...summaries].join('\n')}\n`)
  }
}

function count(test: TestCase, counts: Map<string, Count>, reasons: Map<string, number>): void {
  const suite = test.parent.type === 'suite' ? test.parent.name : ''
  const contract = CONTRACTS.find((known) => known.suite.test(suite) && known.test.test(test.name))
  if (!contract) return
  const key = `${suite.padEnd(24)} ${contract.name.padEnd(16)}`
  const known = counts.get(key) ?? { passed: 0, failed: 0, skipped: 0 }
  counts.set(key, known)
  const result = test.result()
  if (result.state === 'passed') known.passed++
  else if (result.state === 'failed') known.failed++
  else if (result.state === 'skipped') {
    known.skipped++
    const reason = `${suite}, ${result.note ?? /\(skipped: (.*)\)$/.exec(test.name)?.[1] ?? 'no reason given'}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
}
