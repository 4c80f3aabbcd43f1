import { join } from 'node:path'
import { build, createLogger, type Rolldown } from 'vite'
import { expect, test } from 'vitest'

test('a bundler for the browser finds nothing to warn of, and no module of Node', async () => {
  const warnings: string[] = []
  const warn = (message: string): number => warnings.push(message)
  const [{ output }] = (await build({
    configFile: false,
    logLevel: 'warn',
    customLogger: { ...createLogger('silent'), warn, warnOnce: warn },
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      lib: { entry: join(import.meta.dirname, '../src/index.browser.ts'), formats: ['es'] },
      // The runtime is a package of its own.
      rolldownOptions: { external: /^onnxruntime-web/ },
    },
  })) as [Rolldown.RolldownOutput]
  const code = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n')
  expect(warnings).toEqual([])
  expect(code).toContain('projectAsync')
  expect(code).not.toMatch(/["'`]node:/)
  expect(code).not.toContain('browser-external')
})
