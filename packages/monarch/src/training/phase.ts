/** A stretch of a run with one model. `s2d` has two, the others one. */
import type { Node } from '../graph/node.ts'
import { input } from '../graph/primitives.ts'
import { type ParameterSpec, Scope } from '../layers/scope.ts'
import type { BlockChoice } from '../layers/transformer-block.ts'
import { decoder, type DecoderConfig, languageModelLoss } from '../models/decoder.ts'
import type { TrainConfig } from './train-config.ts'

export interface Phase {
  /** Its last step. */
  readonly until: number
  readonly isDense: boolean
  readonly decoder: DecoderConfig
  readonly loss: Node
  readonly parameters: readonly ParameterSpec[]
}

const dense: BlockChoice = { attention: 'dense', feedForward: 'dense' }

export function planPhases(config: TrainConfig, vocabulary: number): Phase[] {
  const blocks = blockChoices(config.model.blocks)
  const { steps, method, sparseShare } = config
  if (method !== 's2d') return [buildPhase(config, vocabulary, blocks, steps)]
  const sparse = Math.round(steps * sparseShare)
  return [buildPhase(config, vocabulary, blocks, sparse), buildPhase(config, vocabulary, [dense], steps)]
}

/** Tokens that go through the dense model at once: enough for the sums of their products to cost little. */
const tokensMeasuredAtOnce = 2 ** 11

/** The model of the config with dense layers only, which `d2s` begins with, as its layers are measured: in larger batches. */
export interface MeasuredModel {
  readonly loss: Node
  /** Of the dense model. */
  readonly parameters: readonly ParameterSpec[]
  /** Of a batch. */
  readonly sequences: number
  /** Names of the layers that are to be projected. */
  readonly layers: ReadonlySet<string>
}

/** @param sparse what the model becomes */
export function planMeasurement(config: TrainConfig, vocabulary: number, sparse: Phase): MeasuredModel {
  const sequences = Math.max(1, Math.floor(tokensMeasuredAtOnce / config.model.context))
  const names = sparse.parameters.map(({ name }) => name).filter((name) => name.endsWith('.w1'))
  const { loss, parameters } = buildPhase({ ...config, sequences }, vocabulary, [dense], 0)
  return { loss, parameters, sequences, layers: new Set(names.map((name) => name.slice(0, -'.w1'.length))) }
}

function buildPhase(config: TrainConfig, vocabulary: number, blocks: readonly BlockChoice[], until: number): Phase {
  const { model, sequences, factorRates } = config
  const { width, depth, heads, context } = model
  const form: DecoderConfig = { vocabulary, width, depth, heads, context, blocks }
  const scope = new Scope()
  const tokens = sequences * context
  const logits = decoder(scope, input('ids', [tokens], 'int32'), sequences, form)
  const parameters = scope.parameters.map((spec) => ({ ...spec, rate: spec.rate * rateOf(spec.name, factorRates) }))
  const isDense = blocks.every(({ attention, feedForward }) => attention === 'dense' && feedForward === 'dense')
  return {
    until,
    isDense,
    decoder: form,
    loss: languageModelLoss(logits, input('targets', [tokens], 'int32')),
    parameters,
  }
}

function blockChoices(blocks: TrainConfig['model']['blocks']): BlockChoice[] {
  return (Array.isArray(blocks) ? blocks : [blocks]).map((choice) =>
    typeof choice === 'object' ? choice : { attention: choice, feedForward: choice },
  )
}

function rateOf(name: string, [first, second]: readonly [number, number]): number {
  if (name.endsWith('.w1')) return first
  return name.endsWith('.w2') ? second : 1
}
