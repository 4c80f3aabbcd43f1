import type { KnipConfig } from 'knip'

export default {
  // An error class stands for what a caller may handle, whether or not one does yet.
  ignoreExportsUsedInFile: { class: true, interface: true, type: true },
  // Kysely calls the exports of a migration by name.
  ignoreIssues: { 'packages/store/src/migrations/*.ts': ['exports', 'nsExports'] },
  compilers: {
    // Style sheets import the fonts.
    css: (text: string) => Array.from(text.matchAll(/@(import\s+'[^']+')/g), ([, statement]) => statement).join('\n'),
  },
  workspaces: {
    '.': { entry: ['tooling/**/*.test.ts', 'tooling/*.ts'], project: ['*.ts', 'tooling/**/*.ts'] },
    // Published on its own: what it exports is for others too.
    'packages/monarch': {
      entry: [
        'src/**/*.test.ts',
        'tests/**/*.test.ts',
        'tests/software-gpu/run-contract.ts',
        'examples/browser/{page,worker}.ts',
      ],
      project: ['**/*.{ts,js}'],
    },
    'packages/*': {
      includeEntryExports: true,
      entry: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
      project: ['**/*.ts'],
    },
    'apps/web': {
      entry: ['src/params.ts', 'tests/**/*.test.ts'],
      project: ['src/**/*.{ts,svelte,css}', 'tests/**/*.ts'],
    },
    'apps/cli': { entry: ['src/**/*.test.ts', 'tests/**/*.test.ts'], project: ['{bin,src,tests}/**/*.{js,ts}'] },
  },
} satisfies KnipConfig
