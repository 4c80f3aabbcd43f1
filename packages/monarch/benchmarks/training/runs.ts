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
export const sequences = 2
export const blocks = 4

/** Of all runs but `d2s`, which has a tenth of them. */
const fullSteps = 2400
const validations = 40

export function commonConfig(texts: string): Readonly<Record<string, unknown>> {
  return {
    data: { path: texts, tokenizer: 'bpe', vocabulary },
    sequences,
    evaluationBatches: 64,
  }
}

const seeds = [1, 2, 3]

export const runs: readonly Run[] = [
  ...seeds.flatMap((seed) => [
    makeRun(`dense-${seed}`, fullSteps, 0, { seed, learningRate: 1e-3 }),
    makeRun(`monarch-${seed}`, fullSteps, 1, { seed, learningRate: 2e-3 }),
  ]),
  makeRun('s2d-1', fullSteps, 0.9, { seed: 1, learningRate: 2e-3, method: 's2d', sparseShare: 0.9 }),
  makeRun('d2s-1', fullSteps / 10, 1, { seed: 1, learningRate: 1e-3, method: 'd2s', from: 'dense-1' }),
]

function makeRun(name: string, steps: number, sparseShare: number, config: Run['config']): Run {
  const layers = name.startsWith('dense') ? 'dense' : blocks
  const evaluateEvery = Math.max(1, Math.round(steps / validations))
  return { name, steps, sparseShare, config: { ...config, steps, evaluateEvery, model: { ...model, blocks: layers } } }
}
