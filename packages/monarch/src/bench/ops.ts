import type { Backend } from '../runtime/backend.ts'
import { Program } from '../runtime/program.ts'
import { denseForms, type LayerShape, monarchForms, type Pass } from './layers.ts'
import { interleave } from './interleave.ts'
import { timeInARow } from './time-in-a-row.ts'
import { Fence, Prepared } from './prepared.ts'

/** One figure of the suite `ops`. */
export interface OpsFigure {
  readonly suite: 'ops'
  /** `768->3072` */
  readonly case: string
  readonly tokens: number
  readonly pass: Pass
  readonly blocks: number
  readonly dense_ms: number
  readonly monarch_ms: number
  /** Dense by Monarch: how many times faster. */
  readonly ratio: number
  readonly dense_gflops: number
  /** Which form of each was fastest. */
  readonly dense_form: string
  readonly monarch_form: string
}

export interface OpsCase extends LayerShape {
  readonly pass: Pass
  readonly blocks: readonly number[]
}

/** The layers of GPT-2, of a square one, of a small one, and a single token. */
export const opsCases: readonly OpsCase[] = [
  ...(
    [
      [768, 3072],
      [3072, 768],
      [1024, 1024],
      [1024, 4096],
      [384, 384],
    ] as const
  ).map(([width, out]): OpsCase => ({ in: width, out, tokens: 1024, pass: 'forward+backward', blocks: [4, 8, 16] })),
  { in: 4096, out: 4096, tokens: 1, pass: 'forward', blocks: [4] },
]

const rounds = 9

/** Measures a case: all forms in turn, the fastest dense one as the base of each ratio. */
export async function measureOps(backend: Backend, layer: OpsCase): Promise<OpsFigure[]> {
  const dense = Object.entries(denseForms).map(([form, build]) => ({
    name: `dense ${form}`,
    graph: build(layer, layer.pass),
  }))
  const monarch = layer.blocks.flatMap((blocks) =>
    Object.entries(monarchForms(blocks)).map(([form, build]) => ({
      name: `${blocks} ${form}`,
      graph: build(layer, layer.pass),
    })),
  )
  const prepared: [string, Prepared][] = []
  for (const { name, graph } of [...dense, ...monarch])
    prepared.push([name, await Prepared.make(await Program.compile(graph, backend))])
  await using fence = await Fence.open(backend)
  const times = await interleave(
    Object.fromEntries(
      prepared.map(([name, one]) => [
        name,
        () =>
          timeInARow(
            () => one.run(),
            () => fence.wait(),
          ),
      ]),
    ),
    { rounds },
  )
  for (const [, run] of prepared) await run.dispose()
  const base = fastest(times, 'dense ')
  return layer.blocks.map((blocks) => toFigure(layer, blocks, base, fastest(times, `${blocks} `)))
}

interface Fastest {
  readonly form: string
  readonly ms: number
}

function fastest(times: Readonly<Record<string, number>>, prefix: string): Fastest {
  const [[name, ms] = ['', Number.NaN]] = Object.entries(times)
    .filter(([key]) => key.startsWith(prefix))
    .sort(([, a], [, b]) => a - b)
  return { form: name.slice(prefix.length), ms }
}

function toFigure(layer: OpsCase, blocks: number, dense: Fastest, monarch: Fastest): OpsFigure {
  // A product of m by n by k is 2·m·n·k operations; backward is two of them.
  const products = layer.pass === 'forward' ? 1 : 3
  const flops = 2 * products * layer.tokens * layer.in * layer.out
  return {
    suite: 'ops',
    case: `${layer.in}->${layer.out}`,
    tokens: layer.tokens,
    pass: layer.pass,
    blocks,
    dense_ms: dense.ms,
    monarch_ms: monarch.ms,
    ratio: dense.ms / monarch.ms,
    dense_gflops: flops / dense.ms / 1e6,
    dense_form: dense.form,
    monarch_form: monarch.form,
  }
}
