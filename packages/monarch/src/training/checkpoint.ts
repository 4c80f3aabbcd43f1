import type { Tensor } from '../runtime/backend.ts'
import { decodeFloat32s, encodeFloats } from '../safetensors/float-bytes.ts'
import { openSafetensors, type SafetensorsFile, writeSafetensors } from '../safetensors/safetensors-file.node.ts'
import { SafetensorsError } from '../safetensors/safetensors-error.ts'
import { findUnfitTensor } from './find-unfit-tensor.ts'
import { Progress } from './progress.ts'
import type { TrainConfig } from './train-config.ts'
import type { TrainState } from './train-state.ts'
import { CheckpointError } from './training-errors.ts'

/**
 * A moment of a run, as one safetensors file: parameters under their names, moments as `first:NAME` and `second:NAME`,
 * all else as JSON in its metadata.
 */
export interface Checkpoint {
  /** Of the run; what came from a file is only compared. */
  readonly config: Partial<TrainConfig>
  readonly dataDigest: string
  readonly progress: Progress
  readonly state: TrainState
}

const format = 'monarch-checkpoint-1'

/** The file is the old one or the new one at any moment. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { config, dataDigest, progress, state } = checkpoint
  const tensors = Array.from(state, ([name, { shape, data }]) => ({
    name,
    shape,
    dtype: 'F32' as const,
    load: () => encodeFloats('F32', data as Float32Array),
  }))
  const metadata = { format, config: JSON.stringify(config), dataDigest, progress: JSON.stringify(progress) }
  await writeSafetensors(path, tensors, new Map(Object.entries(metadata)))
}

/** @throws {CheckpointError} when it is not whole, none of a run, or has numbers that are not finite. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  try {
    await using file = await openSafetensors(path)
    const checkpoint = { ...parseMetadata(path, file.header.metadata), state: await readState(path, file) }
    const unfit = findUnfitTensor(checkpoint.state)
    if (unfit !== undefined) throw new CheckpointError(`${path}: "${unfit}" holds a value that is not finite.`)
    return checkpoint
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error
    if (error.code === 'safetensors-unreadable') throw new CheckpointError(error.message, { cause: error })
    // What is said of a file that cannot be opened names it already; its cause does not.
    const { message } = error.cause instanceof SafetensorsError ? error.cause : error
    throw new CheckpointError(`${path}: the checkpoint is damaged. ${message}`, { cause: error })
  }
}

function parseMetadata(path: string, metadata: ReadonlyMap<string, string>): Omit<Checkpoint, 'state'> {
  const came = metadata.get('format')
  if (came !== format)
    throw new CheckpointError(
      `${path}: expected a checkpoint of a run (format "${format}"), and got ${came === undefined ? 'a file without a format' : `"${came}"`}.`,
    )
  try {
    return {
      config: JSON.parse(metadata.get('config') ?? '') as Partial<TrainConfig>,
      dataDigest: metadata.get('dataDigest') ?? '',
      progress: Progress.parse(JSON.parse(metadata.get('progress') ?? '')),
    }
  } catch (cause) {
    throw new CheckpointError(`${path}: what the checkpoint says of its run cannot be read.`, { cause })
  }
}

async function readState(path: string, file: SafetensorsFile): Promise<Map<string, Tensor>> {
  const state = new Map<string, Tensor>()
  for (const { name, dtype, shape } of file.header.entries) {
    if (dtype !== 'F32') throw new CheckpointError(`${path}: expected F32 for "${name}", and got ${dtype}.`)
    const { bytes } = await file.read(name)
    state.set(name, { dtype: 'float32', shape, data: decodeFloat32s(dtype, bytes) })
  }
  return state
}

/** What makes no difference to a run's losses, or, as the texts, is compared by its content. */
const free: ReadonlySet<string> = new Set(['data', 'from', 'out', 'checkpointEvery'])

/** The fields in which two configs differ so that the runs do, each with what it was and is. */
export function findChangedFields(was: Partial<TrainConfig>, is: TrainConfig): string[] {
  const before = was as Readonly<Record<string, unknown>>
  const names = new Set([...Object.keys(before), ...Object.keys(is)])
  return [...names]
    .filter((name) => !free.has(name))
    .map((name) => ({ name, old: JSON.stringify(before[name]), now: JSON.stringify(is[name as keyof TrainConfig]) }))
    .filter(({ old, now }) => old !== now)
    .map(({ name, old, now }) => `${name} was ${old ?? 'not set'} and is ${now ?? 'not set'}`)
}
