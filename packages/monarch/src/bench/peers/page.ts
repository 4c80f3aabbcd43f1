/** What the page does: makes steps of each engine ready and times them, as the command asks. */
import { openBackend } from '../../runtime/open-backend.browser.ts'
import type { EngineStep, EngineWays } from './engine-step.ts'
import { type FeedForwardCase, feedForwardProblem } from './feed-forward-problem.ts'
import { prepareOwnStep } from './own-step.ts'
import { type Timed, timeInARow } from '../time-in-a-row.ts'

export type PageEngine = 'monarch wasm' | 'jax-js' | 'TensorFlow.js'

/** One step of one engine, written in one way. */
export interface PageStep {
  readonly engine: PageEngine
  readonly way: string
  readonly layer: FeedForwardCase
}

/** Called from outside; what it takes and answers is copied. */
export interface PeersPage {
  readonly isIsolated: boolean
  readonly threads: number
  waysOf(engine: PageEngine): Promise<string[]>
  /** @returns the step's number, to run it and to dispose of it */
  prepare(step: PageStep): Promise<number>
  /** @returns the time of a step, and the loss before the first */
  run(id: number): Promise<Timed<number>>
  dispose(id: number): Promise<void>
}

declare global {
  var peersPage: PeersPage
}

const threads = navigator.hardwareConcurrency

const open: Readonly<Record<PageEngine, () => Promise<EngineWays>>> = {
  'monarch wasm': async () => {
    const backend = await openBackend('wasm')
    return { 'as it is': (problem) => prepareOwnStep(backend, problem) }
  },
  'jax-js': async () => (await import('./jax-steps.ts')).jaxSteps(),
  'TensorFlow.js': async () => (await import('./tensorflow-steps.ts')).tensorFlowSteps({ folder: '/', threads }),
}

const opened = new Map<PageEngine, Promise<EngineWays>>()
const steps: (EngineStep | undefined)[] = []

function openOnce(engine: PageEngine): Promise<EngineWays> {
  const known = opened.get(engine) ?? open[engine]()
  opened.set(engine, known)
  return known
}

function getStep(id: number): EngineStep {
  const step = steps[id]
  if (step === undefined) throw new Error(`internal: the page has no step ${id}`)
  return step
}

globalThis.peersPage = {
  isIsolated: globalThis.crossOriginIsolated,
  threads,
  async waysOf(engine) {
    return Object.keys(await openOnce(engine))
  },
  async prepare({ engine, way, layer }) {
    const prepare = (await openOnce(engine))[way]
    if (prepare === undefined) throw new Error(`internal: ${engine} has no way "${way}"`)
    return steps.push(await prepare(feedForwardProblem(layer))) - 1
  },
  run: (id) => timeInARow(() => getStep(id).run()),
  async dispose(id) {
    await getStep(id).dispose()
    steps[id] = undefined
  },
}
