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

/** The model of the config with dense layers only, which `d2s` begins with. */
export function planDense(config: TrainConfig, vocabulary: number): Phase {
  return buildPhase(config, vocabulary, [dense], 0)
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
