/** What every package may import of its siblings, and what to do instead; `apps` stand above all of them. */
const layers = [
  {
    name: 'schema',
    sees: [],
    advice: 'schema stands at the bottom. Move what needs a sibling up into domain, or pass the value in.',
  },
  {
    name: 'domain',
    sees: ['schema'],
    advice: 'domain is pure rules on schema. Take the value as an argument and let an action or a read fetch it.',
  },
  {
    name: 'store',
    sees: ['schema', 'domain'],
    advice: 'store is SQL alone. Put the decision into domain and the use-case into actions.',
  },
  {
    name: 'accounts',
    sees: ['schema', 'domain', 'store'],
    advice:
      'accounts is who may sign in and how, on schema, domain and store. What follows from it elsewhere is told through onChange.',
  },
  {
    name: 'actions',
    sees: ['schema', 'domain', 'store', 'discovery'],
    advice:
      'An action sees schema, domain, store and discovery; records of an importer are handed to it. What it shares with a read belongs in domain or store.',
  },
  {
    name: 'reads',
    sees: ['schema', 'domain', 'store', 'discovery'],
    advice:
      'A read sees schema, domain, store and discovery. What it shares with an action belongs in domain or store.',
  },
  {
    name: 'importers',
    sees: ['schema', 'domain'],
    advice: 'An importer turns a source into schema values. Let the action that calls it write them to the store.',
  },
  {
    name: 'explorer',
    sees: ['schema', 'domain'],
    advice: 'explorer runs in browsers on schema and domain. Hand it the data; let a read fetch it.',
  },
  {
    name: 'discovery',
    sees: ['schema', 'domain', 'store', 'monarch'],
    advice: 'discovery builds on schema, domain, store and monarch. Let actions and reads call it, not the other way.',
  },
  {
    name: 'monarch',
    sees: [],
    advice: 'monarch knows nothing of BZPEER and is publishable on its own. Put the adapter into discovery.',
  },
]

/** Tests and their setup: they see their own package from outside, and the test kit. */
const tests = String.raw`(\.test\.ts$|/tests/)`
const directions = layers.map(({ name, sees, advice }) => ({
  name: `layer-${name}`,
  comment: advice,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: tests },
  to: { path: '^(packages|apps)/', pathNot: `^packages/(${[name, ...sees, 'testkit'].join('|')})/` },
}))

const noInput = ['schema', 'domain', 'explorer'].map((name) => ({
  name: `no-node-in-${name}`,
  comment: `${name} does no input or output and runs in browsers too. Take the value as an argument, or use what every runtime has (crypto.subtle, URL, TextEncoder).`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: tests },
  to: { dependencyTypes: ['core'] },
}))

export default {
  forbidden: [
    ...directions,
    ...noInput,
    {
      name: 'only-discovery-uses-monarch',
      comment: 'Ask discovery for what you need of monarch; only its adapter is written against matrices.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^packages/(discovery|monarch)/', tests] },
      to: { path: '^packages/monarch/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'An app imports packages, never another app. Move what both need into a package.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'testkit-in-tests-only',
      comment: 'The test kit starts databases and browsers. Import it from *.test.ts, tests/ or tooling/ only.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^packages/testkit/', tests] },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'by-package-name',
      comment:
        'Import a sibling by its package name (`@bzpeer/store`), not by a path into it; export there what is missing.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^(packages|apps)/',
        pathNot: '^$1/$2/',
        dependencyTypesNot: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'aliased-workspace'],
      },
    },
    {
      name: 'resolvable',
      comment:
        'This import leads nowhere. A path past a package’s `exports` (`@bzpeer/store/src/…`) is not for outsiders: export what you need from its index.ts. Else: npm install, or mend the path.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: String.raw`^(\$app|\$env|\$lib)|^\.\/\$types$|\?` },
    },
    {
      name: 'no-cycles',
      comment:
        'Two modules that need each other are one, or hide a third: move what both need into a module of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'sql-in-store',
      comment: 'Only store talks to a database driver. Take a Store, and query through it.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^packages/(store|testkit)/', tests] },
      to: { path: 'node_modules/(pg|pg-copy-streams|@electric-sql/pglite)/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', String.raw`/(build|dist|\.svelte-kit)/`] },
    exclude: { path: String.raw`(^|/)(build|\.svelte-kit)/|^packages/monarch/dist/` },
    // Types count too: a layer that needs another's types depends on it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
      extensions: ['.ts', '.js', '.svelte', '.json'],
    },
  },
}
