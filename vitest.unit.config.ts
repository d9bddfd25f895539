import { defineConfig } from 'vitest/config'
import { exclude, minutes, ssr } from './tools/vitest.ts'

/** Tests of what holds a file, a database or a process. */
const holding = 'packages/adapters/src/{channels,cli,files,moving,storage}/**/*.test.ts'

export default defineConfig({
  ssr,
  test: {
    name: 'unit',
    environment: 'node',
    // Threads that a test starts load the sources too.
    execArgv: ['--conditions=kith-source'],
    testTimeout: minutes(1 / 4),
    exclude: [...exclude, '**/*.e2e.test.ts'],
    projects: [
      {
        test: {
          name: 'alone',
          include: [holding],
          globalSetup: ['./tools/postgres.setup.ts', './tools/memory-folder.setup.ts'],
        },
      },
      {
        test: {
          name: 'together',
          include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [holding],
          // One file after the other in the same processes: loading the sources takes longer than most of these tests.
          isolate: false,
        },
      },
    ],
  },
})
