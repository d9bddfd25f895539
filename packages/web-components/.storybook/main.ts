import type { StorybookConfig } from '@storybook/web-components-vite'

const config: StorybookConfig = {
  stories: ['../src/**/*.stories.ts'],
  addons: ['@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: { name: '@storybook/web-components-vite', options: {} },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => {
    vite.resolve ??= {}
    // Known before a story asks for it: a dependency that is found later reloads the page in the middle of a test.
    vite.optimizeDeps = {
      ...vite.optimizeDeps,
      include: [
        ...(vite.optimizeDeps?.include ?? []),
        '@kith/core > zod',
        'lit/directive.js',
        'lit/html.js',
        'lit/directives/repeat.js',
      ],
    }
    vite.resolve.conditions = ['kith-source', 'module', 'browser', 'development|production']
    return vite
  },
}

export default config
