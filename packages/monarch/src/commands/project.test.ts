import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { denseOfMonarch } from '../algebra/dense-matrix.ts'
import { monarchShape } from '../algebra/monarch-shape.ts'
import { randomMonarch, randomReal, relativeDifference } from '../algebra/random-matrices.test-kit.ts'
import type { FloatDtype } from '../safetensors/dtypes.ts'
import { decodeFloats, encodeFloats } from '../safetensors/float-bytes.ts'
import {
  encodeSafetensors,
  readSafetensors,
  type Safetensors,
  type StoredTensor,
} from '../safetensors/read-safetensors.ts'
import { expandCommand } from './expand.ts'
import { projectCommand } from './project.ts'
import { TensorError } from './tensor-error.ts'
import { UsageError } from './usage-error.ts'

let folder = ''
const log = vi.spyOn(console, 'log').mockReturnValue()
const printed = (): string[] => log.mock.calls.map(([line]) => String(line))
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monarch-project-'))
})
afterEach(() => log.mockClear())
afterAll(() => rm(folder, { recursive: true }))

function floats(dtype: FloatDtype, shape: readonly number[], values: Float64Array): StoredTensor {
  return { dtype, shape, bytes: encodeFloats(dtype, values) }
}

async function readAll(path: string): Promise<Safetensors> {
  return readSafetensors(await readFile(path))
}

/** Each form of tensor: a Monarch matrix, one of padded widths, halves, too narrow a one, and some that are no matrices. */
async function writeModel(name: string): Promise<string> {
  const square = denseOfMonarch(randomMonarch(monarchShape(16, 16, 4))).data
  const padded = denseOfMonarch(randomMonarch(monarchShape(13, 10, 4))).data
  const tensors = new Map<string, StoredTensor>([
    ['layer.0.weight', floats('F64', [16, 16], square)],
    ['layer.1.weight', floats('F32', [10, 13], padded)],
    ['layer.2.weight', floats('BF16', [8, 12], randomReal(96))],
    ['layer.0.bias', floats('F32', [16], randomReal(16))],
    ['narrow.weight', floats('F32', [2, 9], randomReal(18))],
    ['ids', { dtype: 'I64', shape: [4, 4], bytes: new Uint8Array(128).fill(3) }],
  ])
  const path = join(folder, name)
  await writeFile(path, encodeSafetensors(tensors, new Map([['format', 'pt']])))
  return path
}

test('projected and expanded again, a file has its tensors, types, widths and metadata', async () => {
  const path = await writeModel('model.safetensors')
  const [small, back] = [join(folder, 'small.safetensors'), join(folder, 'back.safetensors')]
  await projectCommand.run([path, '--blocks', '4', '--out', small])
  const projected = await readAll(small)
  const described = Array.from(projected.tensors, ([name, { dtype, shape }]) => [name, `${dtype} ${shape.join(' ')}`])
  expect(Object.fromEntries(described)).toEqual({
    ids: 'I64 4 4',
    'layer.0.bias': 'F32 16',
    'layer.0.weight.w1': 'F64 4 4 4',
    'layer.0.weight.w2': 'F64 4 4 4',
    'layer.1.weight.w1': 'F32 4 3 4',
    'layer.1.weight.w2': 'F32 4 3 3',
    'layer.2.weight.w1': 'BF16 4 2 3',
    'layer.2.weight.w2': 'BF16 4 2 2',
    'narrow.weight': 'F32 2 9',
  })
  await expandCommand.run([small, '--out', back])
  const [original, restored] = [await readAll(path), await readAll(back)]
  expect([...restored.tensors.keys()].toSorted()).toEqual([...original.tensors.keys()].toSorted())
  expect(restored.metadata).toEqual(original.metadata)
  const difference = (name: string): number => {
    const [a, b] = [restored.tensors.get(name)!, original.tensors.get(name)!]
    expect([a.dtype, a.shape]).toEqual([b.dtype, b.shape])
    return relativeDifference(
      decodeFloats(a.dtype as FloatDtype, a.bytes),
      decodeFloats(b.dtype as FloatDtype, b.bytes),
    )
  }
  expect(difference('layer.0.weight')).toBeLessThan(1e-12)
  expect(difference('layer.1.weight')).toBeLessThan(1e-6)
  for (const name of ['layer.0.bias', 'narrow.weight', 'ids'])
    expect(restored.tensors.get(name)).toEqual(original.tensors.get(name))
})

test('every tensor gets a line with its error and its parameters before and after', async () => {
  const path = await writeModel('lines.safetensors')
  await projectCommand.run([path, '--blocks', '4'])
  expect(printed()).toEqual([
    'narrow.weight [2, 9]: copied, for 4 blocks are more than it has features.',
    expect.stringMatching(
      /^layer\.0\.weight \[16, 16\]: w1 \[4, 4, 4\], w2 \[4, 4, 4\], relative error \d\.\d+e-1\d, 256 -> 128 parameters$/,
    ),
    expect.stringMatching(/^layer\.1\.weight \[10, 13\]: .* relative error \d\.\d+e-\d+, 130 -> 84 parameters$/),
    expect.stringMatching(/^layer\.2\.weight \[8, 12\]: .* relative error 0\.\d+, 96 -> 40 parameters$/),
    expect.stringMatching(/^3 projected, 3 copied, 532 -> 302 parameters; nothing is written without --out\.$/),
  ])
})

test('with --json there is one object, and --match chooses by name', async () => {
  const path = await writeModel('json.safetensors')
  await projectCommand.run([path, '--blocks', '2', '--match', 'layer.[12].*', '--json'])
  const [line, ...more] = printed()
  expect(more).toEqual([])
  expect(JSON.parse(line ?? '')).toMatchObject({
    blocks: 2,
    out: null,
    copied: 4,
    too_narrow: [],
    tensors: [
      {
        name: 'layer.1.weight',
        dtype: 'F32',
        shape: [10, 13],
        w1: [2, 5, 7],
        w2: [2, 5, 5],
        parameters_before: 130,
        parameters_after: 120,
      },
      { name: 'layer.2.weight', shape: [8, 12], parameters_after: 80 },
    ],
  })
})

test('NaN in a tensor is told with its name, and nothing is written', async () => {
  const path = join(folder, 'nan.safetensors')
  const out = join(folder, 'nan-out.safetensors')
  await writeFile(
    path,
    encodeSafetensors(new Map([['bad', floats('F32', [4, 4], new Float64Array(16).fill(NaN, 5, 6))]])),
  )
  await expect(projectCommand.run([path, '--blocks', '2', '--out', out])).rejects.toThrow(TensorError)
  await expect(projectCommand.run([path, '--blocks', '2', '--out', out])).rejects.toThrow(
    'Tensor "bad": projectToMonarch expects finite numbers in the matrix, and got NaN at index 5.',
  )
  await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a file may be projected in its own place', async () => {
  const path = await writeModel('in-place.safetensors')
  await projectCommand.run([path, '--blocks', '4', '--out', path])
  expect((await readAll(path)).tensors.has('layer.2.weight.w2')).toBe(true)
})

test('factors without metadata expand to all they reach', async () => {
  const matrix = randomMonarch(monarchShape(6, 12, 3))
  const path = join(folder, 'factors.safetensors')
  const out = join(folder, 'dense.safetensors')
  await writeFile(
    path,
    encodeSafetensors(
      new Map([
        ['a.w1', floats('F32', [3, 2, 2], matrix.w1)],
        ['a.w2', floats('F64', [3, 4, 2], matrix.w2)],
        ['b.w1', floats('F64', [2, 2], randomReal(4))],
        ['c.w2', floats('F64', [1, 1, 1], randomReal(1))],
      ]),
    ),
  )
  await expandCommand.run([path, '--out', out])
  const { tensors } = await readAll(out)
  expect([...tensors.keys()].toSorted()).toEqual(['a', 'b.w1', 'c.w2'])
  const { dtype, shape, bytes } = tensors.get('a')!
  expect([dtype, shape]).toEqual(['F64', [12, 6]])
  expect(relativeDifference(decodeFloats('F64', bytes), denseOfMonarch(matrix).data)).toBeLessThan(1e-6)
})

test('factors that multiply out to more than the memory are refused with the size', async () => {
  const path = join(folder, 'wide.safetensors')
  const tensors = new Map([
    ['a.w1', floats('F64', [1, 1, 1_000_000], new Float64Array(1_000_000))],
    ['a.w2', floats('F64', [1, 1_000_000, 1], new Float64Array(1_000_000))],
  ])
  await writeFile(path, encodeSafetensors(tensors))
  await expect(expandCommand.run([path, '--out', join(folder, 'x')])).rejects.toThrow(
    /^Tensor "a": multiplied out it is \[1000000, 1000000\], which takes 16,000,000 MB, and [\d,]+ MB are free\.$/,
  )
})

test('a name cannot write to the terminal what it likes', async () => {
  const path = join(folder, 'escape.safetensors')
  await writeFile(path, encodeSafetensors(new Map([['a\u001B[2J', floats('F64', [4, 4], randomReal(16))]])))
  await projectCommand.run([path, '--blocks', '2'])
  expect(printed()[0]).toMatch(/^a\\u001b\[2J \[4, 4\]/)
})

test('metadata that do not fit the factors are refused', async () => {
  const path = join(folder, 'hostile.safetensors')
  const tensors = new Map([
    ['a.w1', floats('F32', [1, 1, 1], randomReal(1))],
    ['a.w2', floats('F32', [1, 1, 1], randomReal(1))],
  ])
  for (const widths of ['[2,1]', '[1,99999999999999999999]', '[0,1]', '{}', '']) {
    await writeFile(path, encodeSafetensors(tensors, new Map([['monarch.a', widths]])))
    await expect(expandCommand.run([path, '--out', join(folder, 'x')])).rejects.toThrow(/^Tensor "a": its metadata/)
  }
})

test.each([
  [[], 'One file is expected, and 0 came.'],
  [['a', 'b', '--blocks', '4'], 'One file is expected, and 2 came.'],
  [['a'], '--blocks takes a whole number above 0, and got "".'],
  [['a', '--blocks', '0'], '--blocks takes a whole number above 0, and got "0".'],
  [['a', '--blocks', 'four'], '--blocks takes a whole number above 0, and got "four".'],
])('monarch project %o is wrong usage: %s', async (args, message) => {
  await expect(projectCommand.run(args)).rejects.toThrow(UsageError)
  await expect(projectCommand.run(args)).rejects.toThrow(message)
})

test('monarch expand wants a place to write to', async () => {
  await expect(expandCommand.run(['a'])).rejects.toThrow(UsageError)
  await expect(expandCommand.run(['--out', 'b'])).rejects.toThrow('One file is expected, and 0 came.')
})
