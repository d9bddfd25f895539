export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/*.test-d.ts', 'src/**/*.stories.ts', 'src/**/define.ts', 'src/embed.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
}
