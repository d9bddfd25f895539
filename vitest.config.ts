import { defineConfig } from 'vitest/config'
import { exclude, keepCompiled, minutes, ssr } from './tools/vitest.ts'

// A project that was not asked for by --project is not loaded: unit tests need neither a browser nor Storybook.
const asked = process.argv.flatMap((arg, at, all) =>
  arg === '--project' ? (all[at + 1] ?? []) : arg.split('--project=').slice(1),
)
const wanted = (name: string) => asked.length === 0 || asked.includes(name)

keepCompiled()

export default defineConfig({
  test: {
    projects: [
      './vitest.unit.config.ts',
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
