import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { input, less, mul, neg } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { encodeModel } from '../onnx/encode.ts'
import { lowerGraph } from '../onnx/lower.ts'
import type { OnnxModel } from '../onnx/model.ts'
import type { DeviceTensor, Tensor } from './backend.ts'
import { BackendError } from './backend-errors.ts'
import { CpuBackend } from './cpu-backend.node.ts'
import { float32, int32, Program } from './program.ts'

const backend = new CpuBackend(1)
const entry = pathToFileURL(join(import.meta.dirname, '../index.node.ts')).href
const x = input('x', [3])
const feeds = { x: float32([1, -2, 3], [3]) }

test('a run writes to the array that it is given, and answers that one', async () => {
  const program = await Program.compile(trace({ y: mul(x, 2) }), backend)
  const { data } = float32([0, 0, 0], [3])
  const into = backend.upload({ dtype: 'float32', shape: [3], data })
  const y = (await program.run(feeds, new Map([['y', into]]))).get('y')
  expect(y).toBe(into)
  expect((await y?.read())?.data).toBe(data)
  expect([...data]).toEqual([2, -4, 6])
  await program.dispose()
})

test.each<[what: string, tensor: Tensor, said: string]>([
  ['another type', int32([0, 0, 0], [3]), 'The output "y" is float32 [3], and what it should be written to int32 [3].'],
  [
    'another shape',
    float32([0, 0], [2]),
    'The output "y" is float32 [3], and what it should be written to float32 [2].',
  ],
])('an output is not written to a value of %s', async (_, tensor, said) => {
  const program = await Program.compile(trace({ y: neg(x) }), backend)
  const promise = program.run(feeds, new Map([['y', backend.upload(tensor)]]))
  await expect(promise).rejects.toThrow(new BackendError(said))
  await program.dispose()
})

test('values of every type and of no axes are taken and answered', async () => {
  const [count, scale] = [input('n', [], 'int32'), input('s', [])]
  const program = await Program.compile(
    trace({ y: mul(x, scale), few: less(count, input('most', [2], 'int32')) }),
    backend,
  )
  const given = { ...feeds, s: float32([3], []), n: int32([4], []), most: int32([5, 4], [2]) }
  const { y, few } = await program.evaluate(given)
  expect([y?.dtype, few?.dtype, y?.shape, few?.shape]).toEqual(['float32', 'bool', [3], [2]])
  expect([...(y?.data ?? []), ...(few?.data ?? [])]).toEqual([3, -6, 9, 1, 0])
  await program.dispose()
})

test('a value that was transferred or disposed of is refused before the library sees it', async () => {
  const program = await Program.compile(trace({ y: neg(x) }), backend)
  const run = (value: DeviceTensor): Promise<unknown> => program.run({ x: value })
  const gone = backend.upload(float32([1, 2, 3], [3]))
  const { data } = await gone.read()
  structuredClone(data, { transfer: [data.buffer as ArrayBuffer] })
  await expect(run(gone)).rejects.toThrow('The elements of a value are gone')
  const disposed = backend.upload(float32([1, 2, 3], [3]))
  disposed.dispose()
  disposed.dispose()
  await expect(run(disposed)).rejects.toThrow('A value was used after it was disposed of.')
  await expect(disposed.read()).rejects.toThrow('A value was used after it was disposed of.')
  await program.dispose()
  await program.dispose()
  await expect(run(backend.upload(float32([1, 2, 3], [3])))).rejects.toThrow(
    'A session was used after it was disposed of.',
  )
})

test('an output is not written to what the run reads, to what another output is written to, or under a name there is not', async () => {
  const program = await Program.compile(trace({ y: neg(x), z: mul(x, 2) }), backend)
  const [value, other] = [backend.upload(float32([1, 2, 3], [3])), backend.upload(float32([1, 2, 3], [3]))]
  const run = (...into: [string, DeviceTensor][]): Promise<unknown> => program.run({ x: value }, new Map(into))
  await expect(run(['y', value])).rejects.toThrow('a value that the same run reads')
  await expect(run(['y', other], ['z', other])).rejects.toThrow('a value that the same run reads')
  await expect(run(['w', other])).rejects.toThrow('There is no output "w" to be written to a value.')
  await program.dispose()
})

test('a model that leaves sizes open answers in the sizes of its inputs', async () => {
  const open: OnnxModel = {
    name: 'square',
    nodes: [{ opType: 'Mul', inputs: ['x', 'x'], outputs: ['y'], attributes: {} }],
    initializers: [],
    inputs: [{ name: 'x', type: 'float32', dims: [-1] }],
    outputs: [{ name: 'y', type: 'float32', dims: [-1] }],
  }
  const session = await backend.compile(encodeModel(open, 'monarch'))
  for (const values of [[3], [1, 2, 5], []]) {
    const y = (await session.run(new Map([['x', backend.upload(float32(values, [values.length]))]]))).get('y')
    expect(y?.shape).toEqual([values.length])
    expect([...((await y?.read())?.data ?? [])]).toEqual(values.map((value) => value * value))
  }
})

test.each([Number.NaN, 0, -1, 1.5, 2 ** 32 + 3])('%d threads are refused', async (threads) => {
  await expect(Program.compile(trace({ y: neg(x) }), backend, { threads })).rejects.toThrow(
    `threads: expected a whole number from 1 to 1024, and got ${threads}.`,
  )
})

test('names of inputs and outputs are any text', async () => {
  const program = await Program.compile(trace({ 'größe/y ✓': neg(input('naïve x', [1])) }), backend)
  expect((await program.evaluate({ 'naïve x': float32([2], [1]) }))['größe/y ✓']?.data).toEqual(Float32Array.of(-2))
})

test('what the library does not take is told in its words', async () => {
  const session = await backend.compile(encodeModel(lowerGraph(trace({ y: neg(x) }), 'graph'), 'monarch'))
  await expect(session.run(new Map())).rejects.toThrow('The run is given nothing for the input "x".')
  await expect(session.run(new Map([['x', backend.upload(float32([1, 2], [2]))]]))).rejects.toThrow(
    /invalid dimensions/,
  )
})

test('a worker that ends gives its sessions back', async () => {
  const source = `
    import { threadId } from 'node:worker_threads'
    const { openBackend, Program, trace, input, neg } = await import(${JSON.stringify(entry)})
    await Program.compile(trace({ y: neg(input('x', [2])) }), await openBackend('cpu'), { threads: 4 })
  `
  const threads = async (): Promise<number> => (await readdir('/proc/self/task')).length
  const endOne = async (): Promise<void> => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`))
    await once(worker, 'exit')
  }
  await endOne()
  const before = await threads()
  for (let i = 0; i < 4; i++) await endOne()
  expect(await threads()).toBeLessThan(before + 3)
})

test('without the part of koffi that calls libraries, cpu is not there, and the package loads', async () => {
  const source = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => {
      if (name === 'koffi') throw new Error('Cannot find the native Koffi module')
      return next(name, context)
    } })
    const { openBackend } = await import(${JSON.stringify(entry)})
    await openBackend('cpu').catch(({ name, message }) => console.log(name, message))
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source])
  expect(stdout.trim()).toBe(
    'BackendMissingError The backend "cpu" is not there: koffi does not load: Cannot find the native Koffi module',
  )
})

test('what is forgotten is given back, and a process ends also with sessions and values that are not', async () => {
  const source = `
    import { float32, input, neg, openBackend, Program, trace } from ${JSON.stringify(entry)}
    const backend = await openBackend('cpu')
    for (let i = 0; i < 40; i++) {
      const program = await Program.compile(trace({ y: neg(input('x', [1024])) }), backend)
      for (let run = 0; run < 5; run++) await program.run({ x: float32(new Float32Array(1024), [1024]) })
      if (i % 4 === 0) gc()
    }
    const program = await Program.compile(trace({ y: neg(input('x', [2])) }), backend)
    const { y } = await program.evaluate({ x: float32([1, 2], [2]) })
    console.log([...y.data].join())
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '-e', source])
  expect(stdout.trim()).toBe('-1,-2')
})
