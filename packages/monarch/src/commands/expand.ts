import { parseArgs } from 'node:util'
import { AlgebraError } from '../algebra/algebra-errors.ts'
import { denseOfMonarch } from '../algebra/dense-matrix.ts'
import { createMonarch } from '../algebra/monarch-matrix.ts'
import { type MonarchShape, parameterCount } from '../algebra/monarch-shape.ts'
import { megabytes } from '../runtime/megabytes.ts'
import { availableBytes } from '../runtime/memory.ts'
import { bitsPerElement, type FloatDtype, isFloatDtype } from '../safetensors/dtypes.ts'
import { decodeFloats, encodeFloats } from '../safetensors/float-bytes.ts'
import type { TensorEntry } from '../safetensors/parse-header.ts'
import {
  openSafetensors,
  type SafetensorsFile,
  type TensorSource,
  writeSafetensors,
} from '../safetensors/safetensors-file.node.ts'
import type { Command } from './command.ts'
import { findMatrixName, findMonarchShape, firstFactorOf, metadataKeyOf, secondFactorOf } from './monarch-tensors.ts'
import { printable } from './printable.ts'
import { TensorError } from './tensor-error.ts'
import { UsageError } from './usage-error.ts'

export const expandCommand: Command = {
  name: 'expand',
  usage: `monarch expand IN.safetensors --out OUT.safetensors
  Multiplies the factors NAME.w1 and NAME.w2 of every Monarch matrix out to the dense tensor NAME [out, in].`,
  async run(args) {
    const { path, out } = parseArguments(args)
    await using file = await openSafetensors(path)
    const matrices = listMatrices(file)
    for (const matrix of matrices) assertFits(matrix)
    const factors = new Set(matrices.flatMap(({ name }) => [firstFactorOf(name), secondFactorOf(name)]))
    const copies = file.header.entries.filter(({ name }) => !factors.has(name))
    const sources = [
      ...matrices.map((matrix) => denseSource(file, matrix)),
      ...copies.map((entry) => copyOf(file, entry)),
    ]
    await writeSafetensors(out, sources, metadataWithout(file, matrices))
    console.log(`${matrices.length} expanded, ${copies.length} copied; written to ${out}.`)
  },
}

function parseArguments(args: string[]): { readonly path: string; readonly out: string } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' } } })
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0)
    throw new UsageError(`One file is expected, and ${positionals.length} came.`)
  if (values.out === undefined) throw new UsageError('--out says where the dense tensors go, and is not there.')
  return { path, out: values.out }
}

interface StoredMatrix {
  readonly name: string
  /** The wider of its factors' types. */
  readonly dtype: FloatDtype
  readonly shape: MonarchShape
}

function listMatrices({ header }: SafetensorsFile): StoredMatrix[] {
  const entries = new Map(header.entries.map((entry) => [entry.name, entry]))
  return header.entries.flatMap((w1) => {
    const name = findMatrixName(w1.name)
    const w2 = name === undefined ? undefined : entries.get(secondFactorOf(name))
    if (name === undefined || w2 === undefined || !isFloatDtype(w1.dtype) || !isFloatDtype(w2.dtype)) return []
    const shape = findMonarchShape(name, w1.shape, w2.shape, header.metadata.get(metadataKeyOf(name)))
    const dtype = bitsPerElement[w2.dtype] > bitsPerElement[w1.dtype] ? w2.dtype : w1.dtype
    return shape === undefined ? [] : [{ name, dtype, shape }]
  })
}

/** @throws {TensorError} when the dense tensor, beside the float64 that it is made of, is more than there is memory. */
function assertFits({ name, dtype, shape: { inWidth, outWidth } }: StoredMatrix): void {
  const needed = outWidth * inWidth * (bytesOfDouble + bitsPerElement[dtype] / 8)
  const available = availableBytes()
  if (needed <= available) return
  throw new TensorError(
    name,
    `multiplied out it is [${outWidth}, ${inWidth}], which takes ${megabytes(needed)} MB, and ${megabytes(available)} MB are free.`,
  )
}

const bytesOfDouble = 8

function denseSource(file: SafetensorsFile, { name, dtype, shape }: StoredMatrix): TensorSource {
  return {
    name,
    dtype,
    shape: [shape.outWidth, shape.inWidth],
    load: async () => {
      const [w1, w2] = [await readFloats(file, firstFactorOf(name)), await readFloats(file, secondFactorOf(name))]
      const { rows, columns, data } = denseOfMonarch(assemble(name, shape, w1, w2))
      console.log(printable(`${name} [${rows}, ${columns}]: ${parameterCount(shape)} -> ${rows * columns} parameters`))
      return encodeFloats(dtype, data)
    },
  }
}

function assemble(name: string, shape: MonarchShape, w1: Float64Array, w2: Float64Array) {
  try {
    return createMonarch(shape, w1, w2)
  } catch (error) {
    throw error instanceof AlgebraError ? new TensorError(name, error.message, error) : error
  }
}

async function readFloats(file: SafetensorsFile, name: string): Promise<Float64Array> {
  const { dtype, bytes } = await file.read(name)
  if (!isFloatDtype(dtype)) throw new TensorError(name, `numbers are expected, and ${dtype} came.`)
  return decodeFloats(dtype, bytes)
}

function copyOf(file: SafetensorsFile, { name, dtype, shape }: TensorEntry): TensorSource {
  return { name, dtype, shape, load: async () => (await file.read(name)).bytes }
}

function metadataWithout({ header }: SafetensorsFile, matrices: readonly StoredMatrix[]): ReadonlyMap<string, string> {
  const expanded = new Set(matrices.map(({ name }) => metadataKeyOf(name)))
  return new Map([...header.metadata].filter(([key]) => !expanded.has(key)))
}
