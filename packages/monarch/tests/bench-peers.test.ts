import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import type { EngineWays } from '../src/bench/peers/engine-step.ts'
import { feedForwardProblem } from '../src/bench/peers/feed-forward-problem.ts'
import { neededPackages } from '../src/bench/peers/installed-peers.ts'
import { jaxSteps } from '../src/bench/peers/jax-steps.ts'
import { prepareOwnStep } from '../src/bench/peers/own-step.ts'
import { tensorFlowSteps } from '../src/bench/peers/tensorflow-steps.ts'
import { openBackend } from '../src/runtime/open-backend.node.ts'

const backend = await openBackend('cpu')
const engines = {
  'jax-js': await jaxSteps(),
  'TensorFlow.js': await tensorFlowSteps(),
}
const steps = 5

async function lossesOf(prepare: EngineWays[string], blocks: number | 'dense'): Promise<number[]> {
  const step = await prepare(feedForwardProblem({ width: 16, hidden: 32, tokens: 12, blocks }))
  const losses: number[] = []
  for (let i = 0; i < steps; i++) losses.push(await step.run())
  await step.dispose()
  return losses
}

const ways = Object.entries(engines).flatMap(([engine, each]) =>
  Object.entries(each).flatMap(([way, prepare]) =>
    (['dense', 4] as const).map((blocks) => ({ engine, way, blocks, prepare })),
  ),
)

test.each(ways)(
  '$engine, $way, takes the same steps as this library with blocks: $blocks',
  async ({ blocks, prepare }) => {
    const losses = await lossesOf(prepare, blocks)
    const expected = await lossesOf((problem) => prepareOwnStep(backend, problem), blocks)
    expect(expected.at(-1)).toBeLessThan(expected[0] ?? 0)
    for (const [i, loss] of losses.entries()) expect(loss / (expected[i] ?? 0)).toBeCloseTo(1, 5)
  },
)

test('the versions that the suite asks for are those that it is tested with', () => {
  expect(manifest.devDependencies).toMatchObject(neededPackages)
})
