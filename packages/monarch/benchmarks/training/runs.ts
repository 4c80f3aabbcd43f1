/** The runs that are compared: the same texts, tokens and model, with dense layers and with Monarch ones. */
export interface Run {
  readonly name: string
  readonly steps: number
  /** Of the steps, those with Monarch layers: the others are dense. */
  readonly sparseShare: number
  /** What `monarch train` is told besides `common`. */
  readonly config: Readonly<Record<string, unknown>>
}

export const model = { width: 512, depth: 4, heads: 8, context: 256 } as const
export const vocabulary = 1024
export const sequences = 4
export const blocks = 4

/** Of all runs but `d2s`, which has a tenth of them. */
const fullSteps = 1200
const validations = 24

/** Of the steps of `s2d-1`, those with Monarch layers. */
const s2dShare = 0.7

/** Of each kind the best of those that were tried: see docs/training.md. */
const learningRates = { dense: 7e-4, monarch: 1.4e-3, d2s: 3.5e-4 }

export function commonConfig(texts: string): Readonly<Record<string, unknown>> {
  return { data: { path: texts, tokenizer: 'bpe', vocabulary }, sequences, evaluationBatches: 32 }
}

export const runs: readonly Run[] = [
  dense(1),
  monarch(1),
  makeRun('s2d-1', fullSteps, s2dShare, {
    learningRate: learningRates.monarch,
    seed: 1,
    method: 's2d',
    sparseShare: s2dShare,
  }),
  makeRun('d2s-1', fullSteps / 10, 1, { learningRate: learningRates.d2s, seed: 1, method: 'd2s', from: 'dense-1' }),
  ...[2, 3].flatMap((seed) => [dense(seed), monarch(seed)]),
]

function dense(seed: number): Run {
  return makeRun(`dense-${seed}`, fullSteps, 0, { learningRate: learningRates.dense, seed })
}

function monarch(seed: number): Run {
  return makeRun(`monarch-${seed}`, fullSteps, 1, { learningRate: learningRates.monarch, seed })
}

function makeRun(name: string, steps: number, sparseShare: number, config: Run['config']): Run {
  const layers = name.startsWith('dense') ? 'dense' : blocks
  return {
    name,
    steps,
    sparseShare,
    config: {
      ...config,
      steps,
      warmup: steps / 10,
      evaluateEvery: Math.max(1, Math.round(steps / validations)),
      model: { ...model, blocks: layers },
    },
  }
}
