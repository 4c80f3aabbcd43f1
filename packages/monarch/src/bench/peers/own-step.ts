import type { Backend } from '../../runtime/backend.ts'
import { TrainStep } from '../../training/train-step.ts'
import type { EngineStep } from './engine-step.ts'
import type { FeedForwardProblem } from './feed-forward-problem.ts'

/** The step as this library takes it. */
export async function prepareOwnStep(
  backend: Backend,
  { loss, parameters, state, batch, options, learningRate }: FeedForwardProblem,
): Promise<EngineStep> {
  const step = await TrainStep.compile(loss, parameters, backend, options, state)
  let count = 0
  return {
    async run() {
      count += 1
      return (await step.run(count, learningRate, batch)).loss
    },
    dispose: () => step.dispose(),
  }
}
