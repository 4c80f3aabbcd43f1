/** How a run begins: anew, from where it stopped, or from a dense run. */
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Dataset } from '../data/load-dataset.ts'
import type { Tokenizer } from '../data/tokenizer.ts'
import { Random } from '../layers/random.ts'
import { type Checkpoint, findChangedFields, readCheckpoint } from './checkpoint.ts'
import type { Phase } from './phase.ts'
import { Progress } from './progress.ts'
import { exists, findFileInTheWay, readTokenizer, type RunFolder, runFolderAt } from './run-folder.ts'
import type { TrainConfig } from './train-config.ts'
import { initialState, isParameter, type TrainState } from './train-state.ts'
import { CheckpointError, ConfigError } from './training-errors.ts'

/** What a run goes on from, or begins with; neither: it begins anew. */
export interface Origin {
  readonly held?: Checkpoint
  readonly dense?: Checkpoint
  readonly tokenizer?: Tokenizer
}

/** @throws {CheckpointError} when there is a run that is not to be gone on with, or none where one is named. */
export async function findOrigin(config: TrainConfig, resume: boolean): Promise<Origin> {
  const folder = runFolderAt(config.out)
  const inTheWay = await findFileInTheWay(folder.path)
  if (inTheWay !== undefined)
    throw new ConfigError(`out: expected a folder, or a place for one, and got ${folder.path}: ${inTheWay} is a file.`)
  if (await exists(folder.last)) {
    if (!resume)
      throw new CheckpointError(
        `${folder.path} holds a run already. Go on with it (--resume), or name another folder as \`out\`.`,
      )
    return { held: await readLast(folder), tokenizer: await readTokenizer(folder) }
  }
  if (config.from === undefined) return {}
  const origin = await readDense(config.from)
  assertSameForm(origin, config.from, config)
  return origin
}

type FormValue = string | number | undefined

/** @throws {CheckpointError} when the config's model is of another form than the one in `from`, or that one is not dense. */
function assertSameForm({ dense, tokenizer }: DenseOrigin, from: string, { model, data }: TrainConfig): void {
  const { model: itsModel, data: itsData } = dense.config
  const vocabulary = dense.state.get('embedding.weight')?.shape[0]
  const fields: readonly (readonly [name: string, expected: FormValue, came: FormValue])[] = [
    ...(['width', 'depth', 'heads', 'context'] as const).map((name) => {
      return [`model.${name}`, model[name], itsModel?.[name]] as const
    }),
    ['data.tokenizer', data.tokenizer, tokenizer.toJSON().kind],
    ...(data.tokenizer === 'bpe' ? [['data.vocabulary', data.vocabulary, itsData?.vocabulary] as const] : []),
    ['tokens of tokenizer.json', vocabulary, tokenizer.vocabulary],
    ['layers', 'dense', [...dense.state.keys()].some((name) => name.endsWith('.w1')) ? 'Monarch' : 'dense'],
  ]
  const different = fields
    .filter(([, expected, came]) => expected !== came)
    .map(([name, expected, came]) => `${name}: expected ${describe(expected)}, and got ${describe(came)}`)
  if (different.length > 0)
    throw new CheckpointError(
      `from: ${from} is no dense run of the config's form. ${different.join('; ')}. Name a run as \`from\` that is, or give the config its form.`,
    )
}

function describe(value: FormValue): string {
  return value === undefined ? 'nothing' : String(value)
}

async function readLast({ last, best }: RunFolder): Promise<Checkpoint> {
  try {
    return await readCheckpoint(last)
  } catch (error) {
    if (!(error instanceof CheckpointError) || !(await exists(best))) throw error
    throw new CheckpointError(`${error.message} To go on from the best one, put ${best} in its place.`, {
      cause: error,
    })
  }
}

type DenseOrigin = Required<Pick<Origin, 'dense' | 'tokenizer'>>

/** The run's best checkpoint where a folder is named. */
async function readDense(from: string): Promise<DenseOrigin> {
  const info = await stat(from).catch((cause: unknown) => {
    throw new CheckpointError(`${from}: there is no such file or folder; \`from\` names a dense run.`, { cause })
  })
  const folder = runFolderAt(info.isDirectory() ? from : dirname(from))
  if (!info.isDirectory()) return { dense: await readCheckpoint(from), tokenizer: await readTokenizer(folder) }
  const kept = (await exists(folder.best)) ? folder.best : folder.last
  if (!(await exists(kept)))
    throw new CheckpointError(
      `from: expected the folder or a checkpoint of a dense run, and got ${from}, a folder without best.safetensors or last.safetensors.`,
    )
  return { dense: await readCheckpoint(kept), tokenizer: await readTokenizer(folder) }
}

/**
 * What came before, held against what is asked for now.
 * @throws {CheckpointError} when going on would not be the same run.
 */
export function assertSameRun(held: Checkpoint, config: TrainConfig, { digest }: Dataset): void {
  const changed = findChangedFields(held.config, config)
  if (changed.length > 0)
    throw new CheckpointError(
      `${config.out} is a run of another config: ${changed.join('; ')}. Put that back to go on with it, or name another folder as \`out\`.`,
    )
  if (held.dataDigest !== digest)
    throw new CheckpointError(
      `${config.out} is a run on other texts than ${config.data.path} has now. Put them back to go on with it, or name another folder as \`out\`.`,
    )
}

export function startProgress({ held }: Origin, { seed }: TrainConfig): Progress {
  return held?.progress ?? new Progress(Random.from(seed, 'batches'))
}

/** Parameters and moments to begin with; of a dense run the parameters, its moments belong to another schedule. */
export function startState({ held, dense }: Origin, { parameters }: Phase, { seed }: TrainConfig): TrainState {
  if (held !== undefined) return held.state
  if (dense === undefined) return initialState(parameters, seed)
  return new Map([...dense.state].filter(([name]) => isParameter(name)))
}
