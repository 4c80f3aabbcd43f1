import { input } from '../graph/primitives.ts'
import { sizeOf } from '../graph/shape.ts'
import { Random } from '../layers/random.ts'
import { type ParameterSpec, Scope } from '../layers/scope.ts'
import type { BlockChoice } from '../layers/transformer-block.ts'
import { decoder, type DecoderConfig, languageModelLoss } from '../models/decoder.ts'
import type { Backend } from '../runtime/backend.ts'
import { int32 } from '../runtime/program.ts'
import { adamWDefaults } from '../training/adamw.ts'
import { initialState, TrainStep } from '../training/train-step.ts'
import { interleave } from './interleave.ts'
import { timeInARow } from './time-in-a-row.ts'

/** One figure of the suite `model`: whole training steps. */
export interface ModelFigure {
  readonly suite: 'model'
  readonly case: string
  readonly tokens: number
  readonly pass: 'step'
  readonly blocks: number
  readonly dense_ms: number
  readonly monarch_ms: number
  readonly ratio: number
  readonly dense_gflops: number
  /** Parameters of the layers (without embeddings), Monarch by dense. */
  readonly layer_parameters: number
}

export interface ModelCase {
  readonly config: Omit<DecoderConfig, 'blocks'>
  readonly sequences: number
  readonly blocks: number
}

/** GPT-2's form: width 512, 4 layers, one sequence of 512 bytes a step, and four. */
export const modelCases: readonly ModelCase[] = [1, 4].map((sequences) => ({
  config: { vocabulary: 257, width: 512, depth: 4, heads: 8, context: 512 },
  sequences,
  blocks: 4,
}))

const rounds = 7

export async function measureModel(backend: Backend, { config, sequences, blocks }: ModelCase): Promise<ModelFigure> {
  const tokens = sequences * config.context
  const dense = await prepareStep(backend, config, sequences, { attention: 'dense', feedForward: 'dense' })
  const monarch = await prepareStep(backend, config, sequences, { attention: blocks, feedForward: blocks })
  const times = await interleave(
    { dense: () => timeInARow(dense.run), monarch: () => timeInARow(monarch.run) },
    { rounds },
  )
  await dense.step.dispose()
  await monarch.step.dispose()
  return {
    suite: 'model',
    case: `gpt width ${config.width}, depth ${config.depth}`,
    tokens,
    pass: 'step',
    blocks,
    dense_ms: times.dense,
    monarch_ms: times.monarch,
    ratio: times.dense / times.monarch,
    dense_gflops: (6 * tokens * dense.layerParameters) / times.dense / 1e6,
    layer_parameters: monarch.layerParameters / dense.layerParameters,
  }
}

interface PreparedStep {
  readonly step: TrainStep
  readonly layerParameters: number
  readonly run: () => Promise<void>
}

async function prepareStep(
  backend: Backend,
  config: Omit<DecoderConfig, 'blocks'>,
  sequences: number,
  blocks: BlockChoice,
): Promise<PreparedStep> {
  const scope = new Scope()
  const tokens = sequences * config.context
  const loss = languageModelLoss(
    decoder(scope, input('ids', [tokens], 'int32'), sequences, { ...config, blocks }),
    input('targets', [tokens], 'int32'),
  )
  const options = { ...adamWDefaults, clipNorm: 1 }
  const step = await TrainStep.compile(loss, scope.parameters, backend, options, () =>
    initialState(scope.parameters, 1),
  )
  const random = Random.from(1, 'tokens')
  const drawn = (): Int32Array => Int32Array.from({ length: tokens }, () => random.integer(config.vocabulary))
  const feeds = { ids: int32(drawn(), [tokens]), targets: int32(drawn(), [tokens]) }
  let number = 0
  return {
    step,
    layerParameters: countLayerParameters(scope.parameters),
    run: async () => void (await step.run(++number, 1e-4, feeds)),
  }
}

function countLayerParameters(parameters: readonly ParameterSpec[]): number {
  return parameters
    .filter(({ name, decays }) => decays && name.startsWith('blocks.'))
    .reduce((total, { shape }) => total + sizeOf(shape), 0)
}
