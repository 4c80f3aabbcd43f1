import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPackage } from '../tooling/build-package.ts'

const run = promisify(execFile)
const modules = join(import.meta.dirname, '../../../node_modules')

/** Every Node that PATH leads to, and the one of the tests: `node` of the package asks for 20.17 or newer. */
const nodes = new Set(
  [process.execPath, ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node'))]
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path)),
)

interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

describe('the package as it is published', () => {
  let folder = ''
  /** A program that has the package and what that depends on, and nothing of this repository. */
  let program = ''
  let packed: Packed | undefined

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'monarch-'))
    program = join(folder, 'program')
    await buildPackage(join(folder, 'dist'))
    const { stdout } = await run('npm', ['pack', './dist', '--json', '--ignore-scripts', '--offline'], { cwd: folder })
    packed = (JSON.parse(stdout) as Packed[])[0]
    const home = join(program, 'node_modules/@bzpeer/monarch')
    await mkdir(home, { recursive: true })
    await run('tar', ['-xzf', join(folder, packed?.filename ?? ''), '-C', home, '--strip-components', '1'])
    await writeFile(join(program, 'package.json'), '{"type":"module"}')
    const { dependencies } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
      readonly dependencies: Record<string, string>
    }
    await mkdir(join(program, 'node_modules/@types'))
    for (const name of [...Object.keys(dependencies), '@types/node'])
      await symlink(join(modules, name), join(program, 'node_modules', name))
    await writeFile(join(program, 'example.js'), await firstExample(join(home, 'README.md')))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('is JavaScript with declarations, a command, a licence and documents, and no test', () => {
    const paths = packed?.files.map(({ path }) => path) ?? []
    for (const path of [
      'LICENSE',
      'README.md',
      'docs/api.md',
      'bin/monarch.js',
      'src/index.browser.js',
      'src/algebra/project-async.browser.js',
      'src/index.node.d.ts',
    ])
      expect(paths).toContain(path)
    expect(paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([])
    expect(paths.filter((path) => /test/.test(path))).toEqual([])
  })

  test.for([...nodes])('runs the example of its README under %s', async (node, { skip }) => {
    const { stdout: version } = await run(node, ['--version'])
    skip(Number.parseInt(version.slice(1), 10) < 20, `${version.trim()} is older than what the package asks for`)
    const { stdout } = await run(node, ['example.js'], { cwd: program })
    const losses = stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]))
    expect(losses).toHaveLength(5)
    expect(losses[4]).toBeLessThan((losses[0] ?? 0) / 2)
  })

  test('its declarations type a program', async () => {
    const example = await readFile(join(program, 'example.js'), 'utf8')
    const mistake = "// @ts-expect-error blocks are a number or 'dense'\nlinear(scope, x, 64, { blocks: 'four' })\n"
    await writeFile(join(program, 'example.ts'), `${example}${mistake}`)
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', 'node']
    const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'))
    const { stdout } = await run(process.execPath, [compiler, ...options, 'example.ts'], { cwd: program }).catch(
      (error: unknown) => error as { readonly stdout: string },
    )
    expect(stdout).toBe('')
  })

  test('its command and its threads find the compiled files', async () => {
    const command = join(program, 'node_modules/@bzpeer/monarch/bin/monarch.js')
    expect((await run(process.execPath, [command, '--help'])).stdout).toContain('monarch project IN.safetensors')
    const threads = `
      import { createDense, monarchShape, projectAsync } from '@bzpeer/monarch'
      const matrix = createDense(8, 8, Float64Array.from({ length: 64 }, (_, i) => i))
      console.log((await projectAsync(matrix, monarchShape(8, 8, 2), { threads: 2 })).relativeError < 1)`
    await writeFile(join(program, 'threads.js'), threads)
    const { stdout } = await run(process.execPath, ['threads.js'], { cwd: program })
    expect(stdout.trim()).toBe('true')
  })

  test('its command says how to install the other engines that one suite runs', async () => {
    const command = join(program, 'node_modules/@bzpeer/monarch/bin/monarch.js')
    const failure = await run(process.execPath, [command, 'bench', '--suite', 'peers'], { cwd: program }).then(
      () => undefined,
      (error: unknown) => error as { readonly code: number; readonly stderr: string },
    )
    expect(failure?.code).toBe(1)
    expect(failure?.stderr).toMatch(/npm install .*@jax-js/)
  })
})

/** What stands in the README's first block of code. */
async function firstExample(path: string): Promise<string> {
  const example = /```ts\n(.*?)```/s.exec(await readFile(path, 'utf8'))?.[1]
  if (example === undefined) throw new Error('The README has no example.')
  return example
}
