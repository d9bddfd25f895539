import { defineConfig } from 'vitest/config'

// A project that was not asked for by --project is not loaded: unit tests need neither a browser nor Storybook.
const asked = process.argv.flatMap((arg, at, all) =>
  arg === '--project' ? (all[at + 1] ?? []) : arg.split('--project=').slice(1),
)
const wanted = (name: string) => asked.length === 0 || asked.includes(name)

const ssr = { resolve: { conditions: ['kith-source', 'module', 'node', 'development|production'] } }
const long = Boolean(process.env.KITH_SOAK)
const soak = long ? [] : ['**/*.soak.test.ts']
const minutes = (count: number) => (long ? 24 * 60 : count) * 60_000
const exclude = ['**/node_modules/**', '**/dist/**', '**/*.browser.test.ts', ...soak]

export default defineConfig({
  test: {
    projects: [
      {
        ssr,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...exclude, '**/*.e2e.test.ts'],
          globalSetup: ['./tools/postgres.setup.ts'],
          // Threads that a test starts load the sources too.
          execArgv: ['--conditions=kith-source'],
          testTimeout: minutes(1 / 4),
        },
      },
      {
        ssr,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['examples/**/*.test.ts', 'packages/*/src/**/*.e2e.test.ts'],
          exclude,
          testTimeout: minutes(1),
          hookTimeout: minutes(2),
        },
      },
      ...(wanted('browser') ? ['packages/web-components/vitest.browser.config.ts'] : []),
      ...(wanted('browser-adapters') ? ['packages/adapters/vitest.browser.config.ts'] : []),
      ...(wanted('stories') ? ['packages/web-components/vitest.stories.config.ts'] : []),
    ],
  },
})
