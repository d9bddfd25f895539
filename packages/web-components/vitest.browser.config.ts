import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { findBrowser } from '../../tools/browser.ts'

const { path, args } = await findBrowser()

export default defineConfig({
  resolve: { conditions: ['kith-source', 'module', 'browser', 'development|production'] },
  test: {
    name: 'browser',
    include: ['src/**/*.browser.test.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: path, args } }),
      instances: [{ browser: 'chromium' }],
    },
  },
})
