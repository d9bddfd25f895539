// What can be reached at run time: imports of types are not followed here, unlike in .dependency-cruiser.mjs.
import layers from './.dependency-cruiser.mjs'

export default {
  forbidden: [
    {
      name: 'no-zod-in-a-browser',
      comment: 'schema calls do not tree-shake: one import of zod costs a page 20 KB',
      severity: 'error',
      from: {
        path: '^packages/core/src/(filter|shared)/|^packages/web-components/src/',
        pathNot: '\\.(test|stories|fixture)\\.ts$|/testing/',
      },
      to: { path: '/zod/|\\.parse\\.ts$', reachable: true },
    },
  ],
  options: { ...layers.options, tsPreCompilationDeps: false },
}
