import { defineConfig } from 'vitest/config'

const anyFolder = ['**/node_modules/**', '**/build/**', '**/.svelte-kit/**']
const startsPostgres = ['./packages/testkit/src/global-setup.ts']

export default defineConfig({
  test: {
    // Two of them leave a two-core machine no slower than its tests.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/src/**/*.test.ts', 'tooling/**/*.test.ts'],
          exclude: anyFolder,
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'database',
          include: ['packages/*/tests/**/*.test.ts', 'apps/cli/tests/**/*.test.ts'],
          exclude: [...anyFolder, 'packages/monarch/**'],
          globalSetup: startsPostgres,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['packages/monarch/tests/**/*.test.ts'],
          exclude: anyFolder,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['apps/web/tests/**/*.test.ts'],
          exclude: anyFolder,
          globalSetup: ['./apps/web/tests/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
