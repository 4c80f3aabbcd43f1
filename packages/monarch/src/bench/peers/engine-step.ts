import type { FeedForwardProblem } from './feed-forward-problem.ts'

/** A training step that some engine has made ready, with what it holds between two of them. */
export interface EngineStep {
  /** Takes the next step, all of its results computed. @returns the loss before it */
  run(): Promise<number>
  dispose(): Promise<void>
}

/** Ways to write one step in an engine; which is fastest differs by form and is found out. */
export type EngineWays = Readonly<Record<string, (problem: FeedForwardProblem) => Promise<EngineStep>>>
