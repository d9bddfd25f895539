import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { findBrowser } from '../../tools/browser.ts'

const { path, args } = await findBrowser()

const { KITH_SOAK, KITH_SOAK_N = '', KITH_SOAK_SEED = '' } = process.env
const long = KITH_SOAK ? { testTimeout: 24 * 60 * 60_000 } : { exclude: ['src/**/*.soak.browser.test.ts'] }

export default defineConfig({
  resolve: { conditions: ['kith-source', 'module', 'browser', 'development|production'] },
  // Known before a test asks for it: a dependency that is found later reloads the page in the middle of a test.
  optimizeDeps: { include: ['@kith/core > zod', 'fast-check'] },
  test: {
    name: 'browser-adapters',
    include: ['src/**/*.browser.test.ts'],
    env: { KITH_SOAK_N, KITH_SOAK_SEED },
    ...long,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: path, args } }),
      instances: [{ browser: 'chromium' }],
    },
  },
})
