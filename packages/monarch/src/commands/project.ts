import { matchesGlob } from 'node:path'
import { parseArgs } from 'node:util'
import { AlgebraError } from '../algebra/algebra-errors.ts'
import { type MonarchShape, monarchShape, parameterCount } from '../algebra/monarch-shape.ts'
import { projectAsync } from '../algebra/project-async.node.ts'
import { type FloatDtype, isFloatDtype } from '../safetensors/dtypes.ts'
import { decodeFloats, encodeFloats } from '../safetensors/float-bytes.ts'
import type { TensorEntry } from '../safetensors/parse-header.ts'
import {
  openSafetensors,
  type SafetensorsFile,
  type TensorSource,
  writeSafetensors,
} from '../safetensors/safetensors-file.node.ts'
import type { Command } from './command.ts'
import { encodeWidths, firstFactorOf, metadataKeyOf, secondFactorOf } from './monarch-tensors.ts'
import { printable } from './printable.ts'
import { ProgressLine } from './progress-line.ts'
import { TensorError } from './tensor-error.ts'
import { UsageError } from './usage-error.ts'

export const projectCommand: Command = {
  name: 'project',
  usage: `monarch project IN.safetensors --blocks B [--out OUT.safetensors] [--match GLOB] [--json]
  Puts the nearest Monarch matrix in the place of every 2-D float tensor [out, in] whose name matches (all, by default):
  its factors NAME.w1 and NAME.w2. Prints relative errors and parameters; without --out it only says what it would do.`,
  async run(args) {
    const { path, blocks, out, match, json } = parseArguments(args)
    await using file = await openSafetensors(path)
    const plan = planTensors(file, blocks, match)
    const print = json ? undefined : printLine
    for (const { name, shape } of plan.tooNarrow)
      print?.(`${name} [${shape.join(', ')}]: copied, for ${blocks} blocks are more than it has features.`)
    const projected = plan.targets.map((target) => new ProjectedTensor(file, target, print))
    if (out === undefined) for (const tensor of projected) await tensor.project()
    else await writeSafetensors(out, sourcesOf(file, plan, projected), metadataOf(file, plan))
    const report = reportOf(path, blocks, out, plan, projected)
    if (json) console.log(JSON.stringify(report))
    else printSummary(report)
  },
}

interface Arguments {
  readonly path: string
  readonly blocks: number
  readonly out: string | undefined
  readonly match: string | undefined
  readonly json: boolean
}

function parseArguments(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      blocks: { type: 'string' },
      out: { type: 'string' },
      match: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0)
    throw new UsageError(`One file is expected, and ${positionals.length} came.`)
  const blocks = Number(values.blocks)
  if (!Number.isSafeInteger(blocks) || blocks < 1)
    throw new UsageError(`--blocks takes a whole number above 0, and got "${values.blocks ?? ''}".`)
  return { path, blocks, out: values.out, match: values.match, json: values.json }
}

/** A tensor to be projected, and the shape its Monarch matrix will have. */
interface Target extends TensorEntry {
  readonly dtype: FloatDtype
  readonly monarch: MonarchShape
}

interface Plan {
  readonly targets: readonly Target[]
  /** Matching tensors of fewer features than blocks: copied. */
  readonly tooNarrow: readonly TensorEntry[]
  readonly copied: readonly TensorEntry[]
}

function planTensors({ header }: SafetensorsFile, blocks: number, match: string | undefined): Plan {
  const targets: Target[] = []
  const tooNarrow: TensorEntry[] = []
  const copied: TensorEntry[] = []
  for (const entry of header.entries) {
    const { name, dtype, shape } = entry
    const [outWidth = 0, inWidth = 0] = shape
    const isMatrix = shape.length === 2 && isFloatDtype(dtype) && outWidth > 0 && inWidth > 0
    const isMatching = isMatrix && (match === undefined || matchesGlob(name, match))
    if (isMatching && blocks <= Math.min(outWidth, inWidth))
      targets.push({ ...entry, dtype, monarch: monarchShape(inWidth, outWidth, blocks) })
    else {
      copied.push(entry)
      if (isMatching) tooNarrow.push(entry)
    }
  }
  return { targets, tooNarrow, copied }
}

/** The factors of one tensor: computed when the first of them is asked for, let go when both were. */
class ProjectedTensor {
  readonly target: Target
  relativeError = 0
  readonly #file: SafetensorsFile
  readonly #print: ((line: string) => void) | undefined
  #factors: { readonly w1: Uint8Array; readonly w2: Uint8Array } | undefined

  constructor(file: SafetensorsFile, target: Target, print: ((line: string) => void) | undefined) {
    this.target = target
    this.#file = file
    this.#print = print
  }

  async project(): Promise<{ readonly w1: Uint8Array; readonly w2: Uint8Array }> {
    const { name, dtype, shape, monarch } = this.target
    const { bytes } = await this.#file.read(name)
    const [rows = 0, columns = 0] = shape
    using progress = new ProgressLine()
    const { matrix, relativeError } = await projectAsync({ rows, columns, data: decodeFloats(dtype, bytes) }, monarch, {
      onProgress: (done, total) => progress.show(printable(`${name}: ${done} of ${total} sub-matrices`)),
    }).catch((error: unknown) => {
      throw error instanceof AlgebraError ? new TensorError(name, error.message, error) : error
    })
    this.relativeError = relativeError
    progress.clear()
    this.#print?.(describe(this.target, relativeError))
    return { w1: encodeFloats(dtype, matrix.w1), w2: encodeFloats(dtype, matrix.w2) }
  }

  sources(): TensorSource[] {
    const { name, dtype, monarch } = this.target
    const { k, q, p, l, s, r } = monarch
    const loadFirst = async (): Promise<Uint8Array> => {
      this.#factors = await this.project()
      return this.#factors.w1
    }
    const loadSecond = async (): Promise<Uint8Array> => {
      const { w2 } = this.#factors ?? (await this.project())
      this.#factors = undefined
      return w2
    }
    return [
      { name: firstFactorOf(name), dtype, shape: [k, q, p], load: loadFirst },
      { name: secondFactorOf(name), dtype, shape: [l, s, r], load: loadSecond },
    ]
  }
}

function sourcesOf(file: SafetensorsFile, plan: Plan, projected: readonly ProjectedTensor[]): TensorSource[] {
  const copies = plan.copied.map(({ name, dtype, shape }) => ({
    name,
    dtype,
    shape,
    load: async () => (await file.read(name)).bytes,
  }))
  return [...projected.flatMap((tensor) => tensor.sources()), ...copies]
}

function metadataOf({ header }: SafetensorsFile, { targets }: Plan): ReadonlyMap<string, string> {
  const widths = targets.map(({ name, monarch }) => [metadataKeyOf(name), encodeWidths(monarch)] as const)
  return new Map([...header.metadata, ...widths])
}

function describe({ name, shape, monarch }: Target, relativeError: number): string {
  const { k, q, p, l, s, r } = monarch
  const counts = `${parameters(shape)} -> ${parameterCount(monarch)} parameters`
  return `${name} [${shape.join(', ')}]: w1 [${k}, ${q}, ${p}], w2 [${l}, ${s}, ${r}], relative error ${relativeError.toPrecision(4)}, ${counts}`
}

function parameters(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

interface Report {
  readonly file: string
  readonly blocks: number
  readonly out: string | null
  readonly tensors: readonly Readonly<Record<string, unknown>>[]
  readonly too_narrow: readonly string[]
  readonly copied: number
  readonly parameters_before: number
  readonly parameters_after: number
}

function reportOf(
  path: string,
  blocks: number,
  out: string | undefined,
  { targets, tooNarrow, copied }: Plan,
  projected: readonly ProjectedTensor[],
): Report {
  const kept = copied.reduce((sum, { shape }) => sum + parameters(shape), 0)
  return {
    file: path,
    blocks,
    out: out ?? null,
    tensors: projected.map(({ target: { name, dtype, shape, monarch }, relativeError }) => ({
      name,
      dtype,
      shape,
      w1: [monarch.k, monarch.q, monarch.p],
      w2: [monarch.l, monarch.s, monarch.r],
      relative_error: relativeError,
      parameters_before: parameters(shape),
      parameters_after: parameterCount(monarch),
    })),
    too_narrow: tooNarrow.map(({ name }) => name),
    copied: copied.length,
    parameters_before: targets.reduce((sum, { shape }) => sum + parameters(shape), kept),
    parameters_after: targets.reduce((sum, { monarch }) => sum + parameterCount(monarch), kept),
  }
}

function printLine(line: string): void {
  console.log(printable(line))
}

function printSummary({ tensors, copied, out, parameters_before: before, parameters_after: after }: Report): void {
  const what = out === null ? 'nothing is written without --out' : `written to ${out}`
  console.log(`${tensors.length} projected, ${copied} copied, ${before} -> ${after} parameters; ${what}.`)
}
