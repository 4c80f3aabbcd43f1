import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { input, less, mul, neg } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { encodeModel } from '../onnx/encode.ts'
import { lowerGraph } from '../onnx/lower.ts'
import type { DeviceTensor, Tensor } from './backend.ts'
import { BackendError } from './backend-errors.ts'
import { CpuBackend } from './cpu-backend.node.ts'
import { openOrtLibrary } from './ort-library.node.ts'
import { float32, int32, Program } from './program.ts'

const backend = new CpuBackend(openOrtLibrary(), 1)
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

test('an array that does not fit its shape, was transferred, or was disposed of is refused before the library sees it', async () => {
  const program = await Program.compile(trace({ y: neg(x) }), backend)
  const run = (value: DeviceTensor): Promise<unknown> => program.run({ x: value })
  expect(() => backend.upload({ dtype: 'float32', shape: [3], data: new Float32Array(2) })).toThrow(
    'The shape [3] has 3 elements, and the array 2.',
  )
  const gone = backend.upload(float32([1, 2, 3], [3]))
  structuredClone(await gone.read(), { transfer: [(await gone.read()).data.buffer as ArrayBuffer] })
  await expect(run(gone)).rejects.toThrow('The elements of a value are gone')
  const disposed = backend.upload(float32([1, 2, 3], [3]))
  disposed.dispose()
  disposed.dispose()
  await expect(run(disposed)).rejects.toThrow('used after it was disposed of')
  await program.dispose()
  await program.dispose()
  await expect(run(backend.upload(float32([1, 2, 3], [3])))).rejects.toThrow('used after it was disposed of')
})

test('what the library does not take is told in its words', async () => {
  const session = await backend.compile(encodeModel(lowerGraph(trace({ y: neg(x) }), 'graph'), 'monarch'))
  await expect(session.run(new Map())).rejects.toThrow('The run is given nothing for the input "x".')
  await expect(session.run(new Map([['x', backend.upload(float32([1, 2], [2]))]]))).rejects.toThrow(
    /invalid dimensions/,
  )
})

test('what is forgotten is given back, and a process ends also with sessions and values that are not', async () => {
  const entry = pathToFileURL(join(import.meta.dirname, '../index.node.ts')).href
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
