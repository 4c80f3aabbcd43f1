import type { EngineStep } from './engine-step.ts'

export interface TimedStep {
  readonly ms: number
  readonly loss: number
}

// The threads of the engine before it in turn look for work a moment longer before they sleep.
const restMs = 100

export async function timed(step: EngineStep): Promise<TimedStep> {
  await new Promise((resolve) => {
    setTimeout(resolve, restMs)
  })
  const start = performance.now()
  const loss = await step.run()
  return { ms: performance.now() - start, loss }
}
