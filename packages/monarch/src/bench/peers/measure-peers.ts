/**
 * The suite `peers`: the same training step in other engines for JavaScript. They run in Chromium, in an isolated page,
 * where alone they have threads; each in the way of writing the step that is its fastest. This library runs on Node, and
 * beside them in the page.
 */
import type { Backend } from '../../runtime/backend.ts'
import { interleave } from '../interleave.ts'
import { type Form, forms, isPeer, layer, type Peer, prepareAll } from './contenders.ts'
import { peerVersions } from './installed-peers.ts'
import type { PageEngine } from './page.ts'
import { withPage } from './with-page.ts'

/** One figure of the suite: one engine and one form of the step. */
export interface PeersFigure {
  readonly suite: 'peers'
  readonly case: string
  readonly engine: PageEngine
  readonly engine_version: string
  readonly form: Form
  /** 1 for dense. */
  readonly blocks: number
  readonly tokens: number
  readonly pass: 'step'
  readonly ms: number
  /** The same form here, on Node. */
  readonly ours_ms: number
  /** How many times faster the same form is here. */
  readonly ratio: number
  /** How many times faster Monarch here is than this. */
  readonly ratio_to_monarch: number
  /** How the step is written: the fastest way. */
  readonly way: string
  /** The other ways that were tried, with the time of one step each. */
  readonly slower_ways: string
  readonly note: string
}

const rounds = 9
const warmUps = 2

const notes: Readonly<Record<PageEngine, string>> = {
  'monarch wasm': 'this library in the same page',
  'jax-js': 'on Node it has one thread',
  'TensorFlow.js':
    'on Node it has one thread; products of batches and of transposed matrices have a slow kernel; GELU is of single operations',
}

/** @throws {PeersMissingError} when packages or Chromium are not installed. */
export async function measurePeers(backend: Backend): Promise<PeersFigure[]> {
  const versions = peerVersions()
  return withPage(async (page, place) => {
    const contenders = await prepareAll(page, backend)
    const runs = contenders.map(({ name, run }) => [name, run] as const)
    const times = await interleave(Object.fromEntries(runs), { rounds, warmUps })
    for (const contender of contenders) await contender.dispose()
    return contenders
      .filter((contender) => isPeer(contender))
      .map((contender) => toFigure(contender, times, versions[contender.engine], place))
  })
}

function toFigure(
  { name, engine, form, way, slower }: Peer,
  times: Readonly<Record<string, number>>,
  version: string,
  place: string,
): PeersFigure {
  const [ms, ours, monarch] = [name, `here ${form}`, 'here monarch'].map((key) => times[key] ?? Number.NaN) as [
    number,
    number,
    number,
  ]
  const { width, hidden, tokens } = layer
  return {
    suite: 'peers',
    case: `feed-forward ${width}->${hidden}->${width}`,
    engine,
    engine_version: version,
    form,
    blocks: forms[form] === 'dense' ? 1 : forms[form],
    tokens,
    pass: 'step',
    ms,
    ours_ms: ours,
    ratio: ms / ours,
    ratio_to_monarch: ms / monarch,
    way,
    slower_ways: slower,
    note: [place, notes[engine]].join('; '),
  }
}
