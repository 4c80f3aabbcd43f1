import { expect, test } from 'vitest'
import { parseTrainConfig } from './train-config.ts'

const least = { data: { path: 'texts' }, model: { width: 32, depth: 1, heads: 2, context: 16 }, steps: 200 }

test('what is left out has its default', () => {
  expect(parseTrainConfig(least, '/runs/abstracts')).toMatchObject({
    data: { path: 'texts', tokenizer: 'byte', validationOneIn: 50 },
    model: { blocks: 4 },
    method: 'e2e',
    warmup: 10,
    evaluateEvery: 10,
    checkpointEvery: 10,
    clipNorm: 1,
    out: '/runs/abstracts',
  })
})

test.each([4, 'dense', { attention: 'dense', feedForward: 4 }, [2, { attention: 4, feedForward: 8 }, 'dense']])(
  'blocks may be %j',
  (blocks) => {
    expect(parseTrainConfig({ ...least, model: { ...least.model, blocks } }, 'run').model.blocks).toEqual(blocks)
  },
)

test.each([
  [{ ...least, steps: 0 }, 'steps: expected at least 1, and got 0.'],
  [{ ...least, steps: 1.5 }, 'steps: expected a whole number, and got 1.5.'],
  [{ ...least, steps: '10' }, 'steps: expected a number, and got "10".'],
  [{ ...least, steps: undefined }, 'steps: expected a number, and got nothing.'],
  [{ ...least, model: { ...least.model, width: -3 } }, 'model.width: expected at least 1, and got -3.'],
  [{ ...least, model: { ...least.model, depth: 1e8 } }, 'model.depth: expected at most 256, and got 100000000.'],
  [{ ...least, model: { ...least.model, context: 1e6 } }, 'model.context: expected at most 16384, and got 1000000.'],
  [{ ...least, threads: 100_000 }, 'threads: expected at most 1024, and got 100000.'],
  [{ ...least, learningrate: 1 }, 'learningrate: there is no such field. Did you mean learningRate?'],
  [{ ...least, width: 1 }, 'width: there is no such field. Did you mean model.width?'],
  [{ ...least, model: { ...least.model, head: 1 } }, 'model.head: there is no such field. Did you mean model.heads?'],
  [{ ...least, xyzzy: 1 }, 'xyzzy: there is no such field.'],
  [{ ...least, method: 'd2e' }, 'method: expected "e2e" or "s2d" or "d2s", and got "d2e".'],
  [{ ...least, learningRate: 0 }, 'learningRate: expected more than 0, and got 0.'],
  [{ ...least, beta1: 1 }, 'beta1: expected less than 1, and got 1.'],
  [{ ...least, data: 'texts' }, 'data: expected an object, and got "texts".'],
  [{ ...least, factorRates: [1] }, 'factorRates: expected'],
  [
    { ...least, model: { ...least.model, blocks: 'sparse' } },
    'model.blocks: expected "dense", a number of blocks, or both as {"attention": …, "feedForward": …}, or a list of these, and got "sparse".',
  ],
  [
    { ...least, model: { ...least.model, heads: 3 } },
    'model.heads: expected a divisor of model.width (32), and got 3.',
  ],
  [{ ...least, warmup: 201 }, 'warmup: expected at most steps (200), and got 201.'],
  [{ ...least, method: 'd2s' }, 'from: expected the folder or checkpoint of a dense run'],
  [{ ...least, from: 'dense' }, 'from: expected only with method "d2s", and the method is "e2e".'],
  [{ ...least, sparseShare: 0.5 }, 'sparseShare: expected only with method "s2d", and the method is "e2e".'],
  [
    { ...least, method: 's2d', model: { ...least.model, blocks: 'dense' } },
    'model.blocks: expected Monarch layers for method "s2d", and all are dense.',
  ],
  [{ ...least, data: { path: 'a', vocabulary: 300 } }, 'data.vocabulary: expected only with data.tokenizer "bpe"'],
  [[], 'The config: expected an object, and got [].'],
])('a config that is wrong is answered with the field, what was expected and what came: %#', (config, message) => {
  expect(() => parseTrainConfig(config, 'run')).toThrow(message)
})

test('every wrong field is named at once', () => {
  expect(() => parseTrainConfig({ ...least, steps: 0, seed: -1 }, 'run')).toThrow(/steps.*\nseed/)
})
