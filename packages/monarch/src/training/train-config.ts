/** What a run is told: a JSON file, checked where it enters. Paths in it are seen from the folder that it lies in. */
import { z } from 'zod'
import { mostTokens } from '../data/learn-bpe.ts'
import { byteCount } from '../data/tokenizer.ts'
import { explainIssues } from './explain-issues.ts'
import { ConfigError } from './training-errors.ts'

const count = z.int().min(1)
/** Deeper graphs take minutes to build, and then more than JavaScript's heap. */
const mostLayers = 256
/** Attention's masks, more than context² / 2 numbers, are part of the ONNX model, of which there are at most 2 GiB. */
const longestContext = 2 ** 14
/** Starting more takes longer than what they could gain. */
const mostThreads = 1024
const share = z.number().min(0).max(1)
const positive = z.number().positive()

const layerBlocks = z.union([z.literal('dense'), count], { error: 'blocks' })
const blockChoice = z.union([layerBlocks, z.strictObject({ attention: layerBlocks, feedForward: layerBlocks })], {
  error: 'blocks',
})

const data = z.strictObject({
  /** A file or a folder: see `readTexts`. */
  path: z.string().min(1),
  tokenizer: z.enum(['byte', 'bpe']).default('byte'),
  /** Tokens that are learned at most; for `bpe`. */
  vocabulary: z
    .int()
    .min(byteCount + 1)
    .max(mostTokens)
    .default(4096),
  /** One document in so many is for validation. */
  validationOneIn: z.int().min(2).default(50),
})

const model = z.strictObject({
  width: count,
  depth: count.max(mostLayers),
  heads: count,
  /** Tokens of a sequence. */
  context: z.int().min(2).max(longestContext),
  /** Of all layers, of attention and feed-forward apart, or a list of either: one for each layer, the last for the rest. */
  blocks: z.union([blockChoice, z.array(blockChoice).min(1)], { error: 'blocks' }).default(4),
})

const fields = z.strictObject({
  data,
  model,
  /** `e2e`: as `blocks` says from start to end. `s2d`: then multiplied out, and dense to the end. `d2s`: from a dense run, projected. */
  method: z.enum(['e2e', 's2d', 'd2s']).default('e2e'),
  /** Of the steps, before `s2d` multiplies out. */
  sparseShare: share.default(0.9),
  /** The folder or checkpoint of the dense run that `d2s` begins with. */
  from: z.string().min(1).optional(),
  steps: count,
  /** Sequences of a batch. */
  sequences: count.default(8),
  /** Batches whose mean gradient makes a step. */
  accumulation: count.default(1),
  learningRate: positive.default(1e-3),
  /** Of the first and the second factor of Monarch layers, as multiples of the learning rate. */
  factorRates: z.tuple([positive, positive]).default([1, 1]),
  schedule: z.enum(['cosine', 'linear', 'constant']).default('cosine'),
  /** Steps; by default a twentieth of them. */
  warmup: z.int().min(0).optional(),
  /** What `cosine` and `linear` end at, as a share of the learning rate. */
  finalRate: share.default(0.1),
  weightDecay: z.number().min(0).default(0.1),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.95),
  epsilon: positive.default(1e-8),
  /** The gradients' norm is cut to it; null: it is not. */
  clipNorm: positive.nullable().default(1),
  /** Steps between validations; by default a twentieth of all. */
  evaluateEvery: count.optional(),
  /** Batches of a validation, or as many as its texts fill. */
  evaluationBatches: count.default(8),
  /** Validations without a lower loss after which the run ends; null: it does not. */
  patience: count.nullable().default(null),
  /** Steps between checkpoints; by default as `evaluateEvery`. */
  checkpointEvery: count.optional(),
  seed: z.int().min(0).max(0xffffffff).default(1),
  backend: z.enum(['cpu', 'wasm', 'webgpu']).default('cpu'),
  /** Processor threads; by default one for each core. */
  threads: count.max(mostThreads).optional(),
  /** Folder for checkpoints, tokenizer and plot; by default one beside the config with its name. */
  out: z.string().min(1).optional(),
})

type Fields = z.infer<typeof fields>

export type TrainConfig = Omit<Fields, DerivedField> &
  Readonly<Record<'warmup' | 'evaluateEvery' | 'checkpointEvery', number>> & {
    readonly out: string
  }
type DerivedField = 'warmup' | 'evaluateEvery' | 'checkpointEvery' | 'out'

/** Every field by name, nested ones with a dot. */
const fieldNames: readonly string[] = [
  ...Object.keys(fields.shape),
  ...Object.keys(data.shape).map((name) => `data.${name}`),
  ...Object.keys(model.shape).map((name) => `model.${name}`),
]

/**
 * A config from what its JSON holds.
 * @param name of the config; `out` is called so where it does not say otherwise
 * @throws {ConfigError} that names each field that is wrong, what was expected and what came.
 */
export function parseTrainConfig(value: unknown, name: string): TrainConfig {
  const parsed = fields.safeParse(value, { reportInput: true })
  if (!parsed.success) throw new ConfigError(explainIssues(parsed.error.issues, fieldNames))
  const config = parsed.data
  const problem = findContradiction(config, value as Partial<Fields>)
  if (problem !== undefined) throw new ConfigError(problem)
  const twentieth = Math.ceil(config.steps / 20)
  const evaluateEvery = config.evaluateEvery ?? twentieth
  return {
    ...config,
    evaluateEvery,
    warmup: config.warmup ?? twentieth,
    checkpointEvery: config.checkpointEvery ?? evaluateEvery,
    out: config.out ?? name,
  }
}

/** What is wrong with fields that are right on their own; `given` are those that were written. */
function findContradiction(
  { model: { width, heads, blocks }, method, from, steps, warmup }: Fields,
  given: Partial<Fields>,
): string | undefined {
  if (width % heads !== 0) return `model.heads: expected a divisor of model.width (${width}), and got ${heads}.`
  if (warmup !== undefined && warmup > steps) return `warmup: expected at most steps (${steps}), and got ${warmup}.`
  if (method === 'd2s' && from === undefined)
    return 'from: expected the folder or checkpoint of a dense run, which method "d2s" begins with, and got nothing.'
  if (method !== 'd2s' && from !== undefined)
    return `from: expected only with method "d2s", and the method is "${method}".`
  if (method !== 's2d' && given.sparseShare !== undefined)
    return `sparseShare: expected only with method "s2d", and the method is "${method}".`
  if (method !== 'e2e' && isDense(blocks))
    return `model.blocks: expected Monarch layers for method "${method}", and all are dense.`
  if (given.data?.vocabulary !== undefined && given.data.tokenizer !== 'bpe')
    return 'data.vocabulary: expected only with data.tokenizer "bpe"; bytes have 257.'
  return undefined
}

function isDense(blocks: Fields['model']['blocks']): boolean {
  return (Array.isArray(blocks) ? blocks : [blocks]).every((choice) =>
    typeof choice === 'object' ? choice.attention === 'dense' && choice.feedForward === 'dense' : choice === 'dense',
  )
}
