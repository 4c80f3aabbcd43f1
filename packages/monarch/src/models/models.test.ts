import { describe, expect, test } from 'vitest'
import { drawn, modelGradientError, parameterFeeds, weightedSum } from '../../tests/gradient-error.ts'
import { interpret } from '../../tests/interpret.ts'
import { gradients } from '../graph/gradients.ts'
import type { Node } from '../graph/node.ts'
import { constant, input } from '../graph/primitives.ts'
import type { Shape } from '../graph/shape.ts'
import { trace } from '../graph/trace.ts'
import { Scope } from '../layers/scope.ts'
import { openBackend } from '../runtime/open-backend.node.ts'
import { float32, Program } from '../runtime/program.ts'
import { decoder, type DecoderConfig, languageModelLoss } from './decoder.ts'
import { encoder, type EncoderConfig, meanPooling, sentenceEmbeddings } from './encoder.ts'
import { operatorNetwork, type OperatorNetworkConfig } from './operator-network.ts'
import { patchMixer, type PatchMixerConfig } from './patch-mixer.ts'
import { visionTransformer, type VisionTransformerConfig } from './vision-transformer.ts'

const dense = { attention: 'dense', feedForward: 'dense' } as const
const monarch = { attention: 2, feedForward: 2 } as const
const mixed = [dense, monarch]

function given(shape: Shape, name = 'x'): Node {
  return constant(drawn(shape, name), shape, 'float32')
}

const ids = constant(Int32Array.of(1, 3, 0, 2, 2, 4), [6], 'int32')
const targets = constant(Int32Array.of(3, 0, 2, 2, 4, 1), [6], 'int32')
const mask = constant(Float32Array.of(1, 1, 1, 1, 0, 0), [2, 3], 'float32')
const textConfig: DecoderConfig & EncoderConfig = {
  vocabulary: 5,
  width: 4,
  depth: 2,
  heads: 2,
  context: 4,
  blocks: mixed,
}
const mixerConfig: PatchMixerConfig = {
  patchSize: 2,
  width: 4,
  depth: 2,
  tokenHidden: 6,
  channelHidden: 5,
  classes: 3,
  blocks: [
    { tokens: 'dense', channels: 2 },
    { tokens: 2, channels: 'dense' },
  ],
  patchBlocks: 2,
}
const visionConfig: VisionTransformerConfig = { patchSize: 2, width: 4, depth: 2, heads: 2, classes: 3, blocks: mixed }
const operatorConfig: OperatorNetworkConfig = {
  width: 4,
  depth: 2,
  modes: [2, 2],
  outChannels: 2,
  hidden: 5,
  blocks: [
    { pointwise: 'dense', transform: 'root' },
    { pointwise: 2, transform: 'dense' },
  ],
}

describe.each<[model: string, build: (scope: Scope) => Node]>([
  ['a decoder', (scope) => languageModelLoss(decoder(scope, ids, 2, textConfig), targets)],
  ['an encoder', (scope) => sentenceEmbeddings(scope, ids, mask, textConfig)],
  ['a patch mixer', (scope) => patchMixer(scope, given([2, 2, 4, 6]), mixerConfig)],
  ['a vision transformer', (scope) => visionTransformer(scope, given([2, 2, 4, 2]), visionConfig)],
  ['an operator network', (scope) => operatorNetwork(scope, given([2, 1, 6, 4]), operatorConfig)],
  [
    'an operator network that learns its transforms',
    (scope) => operatorNetwork(scope, given([1, 1, 4, 4]), { ...operatorConfig, depth: 1, learnsTransforms: true }),
  ],
])('%s', (_, build) => {
  test('has gradients of all parameters that agree with differences', () => {
    expect(modelGradientError(build)).toBeLessThan(1e-7)
  })

  test('answers in float32 on cpu, with all its gradients, what it answers in float64', async () => {
    const scope = new Scope()
    const y = build(scope)
    const wrt = scope.parameters.map(({ node }) => node)
    const found = gradients(weightedSum(y), wrt)
    const graph = trace({ y, ...Object.fromEntries(found.map((gradient, i) => [`d${i}`, gradient])) })
    const parameters = parameterFeeds(scope)
    const program = await Program.compile(graph, await openBackend('cpu'))
    const answers = await program.evaluate(
      Object.fromEntries(
        graph.inputs.map(({ attributes: { name }, shape }) => [name, float32(parameters[name]!, shape)]),
      ),
    )
    await program.dispose()
    for (const [name, expected] of Object.entries(interpret(graph, parameters))) {
      const scale = Math.max(1, ...expected.map(Math.abs))
      expect(worstDifference(expected, Float64Array.from(answers[name]!.data)) / scale).toBeLessThan(5e-5)
    }
  })
})

/** What the model answers with parameters that are the same at every call. */
function answerOf(build: (scope: Scope) => Node): Float64Array {
  const scope = new Scope()
  const y = build(scope)
  return interpret(trace({ y }), parameterFeeds(scope))['y']!
}

function worstDifference(a: Float64Array, b: Float64Array): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))
}

test('a sentence’s embedding does not depend on what the padding holds, nor on how much of it there is', () => {
  const embed = (tokens: number[], kept: number[]): Float64Array =>
    answerOf((scope) => {
      const padded = constant(Int32Array.from(tokens), [tokens.length], 'int32')
      return sentenceEmbeddings(
        scope,
        padded,
        constant(Float32Array.from(kept), [1, kept.length], 'float32'),
        textConfig,
      )
    })
  const short = embed([3, 1], [1, 1])
  expect(worstDifference(short, embed([3, 1, 0], [1, 1, 0]))).toBeLessThan(1e-12)
  expect(worstDifference(short, embed([3, 1, 4, 2], [1, 1, 0, 0]))).toBeLessThan(1e-12)
  expect(worstDifference(short, embed([3, 2], [1, 1]))).toBeGreaterThan(1e-2)
})

test('the mean of a sequence is that of its tokens, and zeros where it has none', () => {
  const x = constant(Float32Array.of(1, 3, 5, 7, 2, 4, 6, 8), [2, 4], 'float32')
  const half = constant(Float32Array.of(1, 1, 0, 0), [2, 2], 'float32')
  expect([...answerOf(() => meanPooling(x, half))]).toEqual([2, 3, 0, 0])
})

test('a decoder says the same of a text whatever follows, and whichever texts lie beside it', () => {
  const logits = (tokens: number[], sequences: number): Float64Array =>
    answerOf((scope) =>
      decoder(scope, constant(Int32Array.from(tokens), [tokens.length], 'int32'), sequences, textConfig),
    )
  const alone = logits([1, 3], 1)
  expect(worstDifference(alone, logits([1, 3, 2, 4], 1).subarray(0, alone.length))).toBeLessThan(1e-12)
  expect(worstDifference(alone, logits([1, 3, 2, 4], 2).subarray(0, alone.length))).toBeLessThan(1e-12)
})

test.each<[model: string, build: (scope: Scope, images: Node) => Node]>([
  ['a patch mixer', (scope, images) => patchMixer(scope, images, mixerConfig)],
  ['a vision transformer', (scope, images) => visionTransformer(scope, images, visionConfig)],
  ['an operator network', (scope, images) => operatorNetwork(scope, images, operatorConfig)],
])('%s says the same of an image whichever lie beside it', (_, build) => {
  const [first, second] = [drawn([1, 2, 4, 4], 'first'), drawn([1, 2, 4, 4], 'second')]
  const both = constant(Float32Array.of(...first, ...second), [2, 2, 4, 4], 'float32')
  const answers = answerOf((scope) => build(scope, both))
  const alone = answerOf((scope) => build(scope, constant(first, [1, 2, 4, 4], 'float32')))
  expect(worstDifference(alone, answers.subarray(0, alone.length))).toBeLessThan(1e-12)
  expect(worstDifference(alone, answers.subarray(alone.length))).toBeGreaterThan(1e-3)
})

test.each<[what: string, make: () => unknown, message: string]>([
  [
    'a text longer than the context',
    () => decoder(new Scope(), input('ids', [5], 'int32'), 1, textConfig),
    'addPositions expects tokens of 1 sequences of at most 4 each, and got [4, 5].',
  ],
  [
    'a mask of another size',
    () => encoder(new Scope(), ids, input('mask', [2, 2]), textConfig),
    'encoder expects ids [sequences·length] and a mask [sequences, length], and got [6] and [2, 2].',
  ],
  [
    'images that patches do not fill',
    () => patchMixer(new Scope(), input('x', [1, 3, 4, 5]), mixerConfig),
    'patches expects images [images, channels, height, width] that squares of 2 fill, and got [1, 3, 4, 5].',
  ],
  [
    'more modes than the grid has',
    () => operatorNetwork(new Scope(), input('x', [1, 1, 4, 2]), operatorConfig),
    'LowModes expects 1 to 1 modes of a length of 2, and got 2.',
  ],
  [
    'fields of other axes',
    () => operatorNetwork(new Scope(), input('x', [4, 2]), operatorConfig),
    'operatorNetwork expects fields [samples, channels, height, width], and got [4, 2].',
  ],
  [
    'no choice of blocks',
    () => decoder(new Scope(), ids, 2, { ...textConfig, blocks: [] }),
    'blocks expects one choice at least, and got an empty list.',
  ],
])('%s is refused with what was expected', (_, make, message) => {
  expect(make).toThrow(message)
})
