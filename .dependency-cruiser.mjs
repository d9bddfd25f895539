// The arrows: what stands left never imports what stands right.
// Imports of types only are free within core, because they are gone when the program runs.

const TEST = '\\.(test|test-d|soak\\.test|stories|fixture)\\.ts$'
const layers = (base, names) =>
  names.slice(0, -1).map((name, at) => ({
    name: `${name}-comes-before`,
    comment: `${names.join(' -> ')}: ${name} imports nothing that stands right of it`,
    severity: 'error',
    from: { path: `^${base}/${name}(/|\\.ts$)`, pathNot: TEST },
    to: {
      path: `^${base}/(${names.slice(at + 1).join('|')})(/|\\.ts$)`,
      dependencyTypesNot: ['type-only'],
    },
  }))
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const core = '^packages/core/src'
const adapters = '^packages/adapters/src'
const elements = '^packages/web-components/src'
const values = { dependencyTypesNot: ['type-only'] }

export default {
  forbidden: [
    ...layers('packages/core/src', ['shared', 'schema', 'filter', 'domain', 'rules', 'ports', 'engine']),
    ...layers('packages/web-components/src', ['stores', 'controllers', 'fields', 'elements']),
    ...layers('packages/adapters/src/http', ['protocol', 'server']),
    ...layers('packages/adapters/src/http', ['protocol', 'client']),
    rule('no-circle', 'what depends on itself cannot be read in order', {}, { circular: true, viaOnly: values }),
    rule('unresolved', 'an import of something that is not there', {}, { couldNotResolve: true }),

    rule(
      'core-has-no-platform',
      'core runs anywhere: no Node, no other package than zod',
      { path: core, pathNot: [TEST, `${core}/testing/`] },
      { pathNot: ['^packages/core/', '/zod/', '^zod$', '^[.]'] },
    ),
    rule(
      'testing-has-no-platform',
      'contracts run under any test runner, on any host; properties are checked by fast-check',
      { path: `${core}/testing/`, pathNot: TEST },
      { pathNot: ['^packages/core/', '/fast-check/', '^[.]'] },
    ),
    rule(
      'storage-implements-ports',
      'a storage in core knows the port and the model, not the engine',
      { path: `${core}/storage/`, pathNot: TEST },
      { path: `${core}/(?!storage/|ports/|filter/|schema/|shared/)`, ...values },
    ),
    rule(
      'analytics-beside-engine',
      'analytics are pure functions: records in, rows out',
      { path: `${core}/analytics/`, pathNot: TEST },
      { path: `${core}/(engine|ports|storage|testing)/`, ...values },
    ),
    rule(
      'public-entry-points',
      'testing and verticals use what everybody can use',
      { path: `${core}/(testing|verticals)/`, pathNot: TEST },
      {
        path: `${core}/(?!testing/|verticals/|index\\.ts$|(filter|shared)/index\\.ts$|storage/memory\\.ts$)`,
        ...values,
      },
    ),
    rule(
      'index-is-for-others',
      'inside core a file imports what it needs, not the whole',
      { path: core, pathNot: [TEST, `${core}/(testing|verticals)/`] },
      { path: `${core}/index\\.ts$` },
    ),
    rule(
      'testing-is-for-tests',
      'what ships does not import test helpers',
      { path: '^packages/[^/]+/src', pathNot: [TEST, `${core}/testing/`] },
      { path: `${core}/testing/` },
    ),

    rule(
      'adapters-know-core-only',
      'adapters serve any page',
      { path: adapters, pathNot: TEST },
      { path: '^packages/(?!adapters/|core/)' },
    ),
    rule(
      'adapters-stand-alone',
      'a storage or channel never imports another; what two share lies in a folder `shared` or `sql` beside them',
      { path: `${adapters}/(storage|channels)/([^/.]+)`, pathNot: TEST },
      { path: `${adapters}/(storage|channels)/`, pathNot: `${adapters}/($1/($2(/|\\.ts$)|shared/|sql/))` },
    ),
    rule(
      'client-is-not-server',
      'what a browser loads never pulls in the server',
      { path: `${adapters}/http/client`, pathNot: TEST },
      { path: `${adapters}/http/(server|node)` },
    ),

    rule(
      'elements-know-no-adapter',
      'elements hold a CrmApi and cannot tell where it comes from',
      { path: elements, pathNot: TEST },
      { path: '^packages/adapters/' },
    ),
    rule(
      'elements-take-types',
      'of core a browser loads @kith/core/filter and @kith/core/shared; all else is types',
      { path: elements, pathNot: TEST },
      { path: `${core}/(?!(filter|shared)/index\\.ts$)`, ...values },
    ),
    rule(
      'stores-know-no-element',
      'a store is tested without a page: no Lit, no element',
      { path: `${elements}/stores/`, pathNot: TEST },
      { path: `/lit[@/-]|${elements}/(elements|fields|controllers)/` },
    ),
    rule(
      'define-comes-last',
      'only an entry registers elements',
      {
        path: elements,
        pathNot: [
          TEST,
          `${elements}/(define|embed)\\.ts$`,
          `${elements}/elements/[^/]+/define\\.ts$`,
          `${elements}/embed/`,
        ],
      },
      { path: `${elements}/(define\\.ts$|elements/[^/]+/define\\.ts$)` },
    ),

    rule(
      'through-the-front-door',
      'a package is imported by its name',
      { path: '^(packages|examples)/([^/]+)/' },
      { path: '^packages/', pathNot: '^packages/$2/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased'] },
    ),
    rule(
      'no-tools-at-run-time',
      'what ships imports what its manifest promises',
      { path: '^packages/[^/]+/src', pathNot: [TEST, '^packages/web-components/src/testing/'] },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional', 'type-only'],
      },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['kith-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
}
