import type { Page } from 'playwright-core'
import type { Backend } from '../../runtime/backend.ts'
import { type FeedForwardCase, feedForwardProblem } from './feed-forward-problem.ts'
import { prepareOwnStep } from './own-step.ts'
import type { PageEngine, PageStep } from './page.ts'
import { type Timed, timeInARow } from '../time-in-a-row.ts'

export const layer = { width: 512, hidden: 2048, tokens: 512 }
/** Blocks of each form. */
export const forms = { dense: 'dense', monarch: 4 } as const
export type Form = keyof typeof forms
const engines: readonly PageEngine[] = ['monarch wasm', 'jax-js', 'TensorFlow.js']

/** One engine with one form of the step, ready to run. */
export interface Contender {
  /** `here dense` */
  readonly name: string
  readonly engine: PageEngine | 'here'
  readonly form: Form
  readonly way: string
  /** The other ways to write it, with their times. */
  readonly slower: string
  readonly run: () => Promise<Timed<number>>
  readonly dispose: () => Promise<void>
}

export type Peer = Contender & { readonly engine: PageEngine }

export function isPeer(contender: Contender): contender is Peer {
  return contender.engine !== 'here'
}

/** Every engine with every form, this library first. */
export async function prepareAll(page: Page, backend: Backend): Promise<Contender[]> {
  const contenders: Contender[] = []
  for (const form of Object.keys(forms) as Form[]) {
    const own = await prepareOwn(backend, form)
    const { first: loss } = await own.run()
    contenders.push(own)
    for (const engine of engines) contenders.push(await prepareFastest(page, engine, form, loss))
  }
  return contenders
}

async function prepareOwn(backend: Backend, form: Form): Promise<Contender> {
  const step = await prepareOwnStep(backend, feedForwardProblem(caseOf(form)))
  return {
    name: `here ${form}`,
    engine: 'here',
    form,
    way: 'as it is',
    slower: '',
    run: () => timeInARow(() => step.run()),
    dispose: () => step.dispose(),
  }
}

/** Tries every way of the engine, checks that its first loss is the one expected, and keeps the fastest. */
async function prepareFastest(page: Page, engine: PageEngine, form: Form, loss: number): Promise<Contender> {
  const ways = await page.evaluate((of) => globalThis.peersPage.waysOf(of), engine)
  const tried: { readonly way: string; readonly id: number; readonly ms: number }[] = []
  for (const way of ways) {
    const step: PageStep = { engine, way, layer: caseOf(form) }
    const id = await page.evaluate((of) => globalThis.peersPage.prepare(of), step)
    const { first } = await runInPage(page, id)
    if (!(Math.abs(first / loss - 1) < 1e-4))
      throw new Error(`internal: the first loss of ${engine}, ${form}, ${way}, is ${first} and not ${loss}`)
    const times = [await runInPage(page, id), await runInPage(page, id), await runInPage(page, id)]
    tried.push({ way, id, ms: Math.min(...times.map(({ ms }) => ms)) })
  }
  const [best, ...slower] = tried.toSorted((a, b) => a.ms - b.ms)
  if (best === undefined) throw new Error(`internal: ${engine} has no way to write the step`)
  for (const { id } of slower) await disposeInPage(page, id)
  return {
    name: `${engine} ${form}`,
    engine,
    form,
    way: best.way,
    slower: slower.map(({ way, ms }) => `${way}: ${ms.toFixed(0)} ms`).join(', '),
    run: () => runInPage(page, best.id),
    dispose: () => disposeInPage(page, best.id),
  }
}

function runInPage(page: Page, id: number): Promise<Timed<number>> {
  return page.evaluate((of) => globalThis.peersPage.run(of), id)
}

function disposeInPage(page: Page, id: number): Promise<void> {
  return page.evaluate((of) => globalThis.peersPage.dispose(of), id)
}

function caseOf(form: Form): FeedForwardCase {
  return { ...layer, blocks: forms[form] }
}
