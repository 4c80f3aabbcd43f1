import { parseArgs } from 'node:util'
import { measureModel, modelCases } from '../bench/model.ts'
import { measureOps, type OpsCase, opsCases } from '../bench/ops.ts'
import { measurePeers } from '../bench/peers/measure-peers.ts'
import type { Backend, BackendName } from '../runtime/backend.ts'
import { openBackend } from '../runtime/open-backend.node.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

type Figure = Readonly<Record<string, string | number>>

type Suite = (backend: Backend) => AsyncIterable<Figure>

/** Each suite answers its figures one by one, as they are measured. */
const suites: Readonly<Record<string, Suite>> = {
  async *ops(backend) {
    for (const layer of opsCases) yield* (await measureOps(backend, layer)).map(asFigure)
  },
  async *model(backend) {
    for (const model of modelCases) yield asFigure(await measureModel(backend, model))
  },
}

/** What needs more than the package runs when it is asked for, not with the rest. */
const suitesByName: typeof suites = {
  ...suites,
  async *peers(backend) {
    yield* (await measurePeers(backend)).map(asFigure)
  },
}

function asFigure(figure: object): Figure {
  return figure as Figure
}

const backends: readonly BackendName[] = ['cpu', 'wasm', 'webgpu']

export const benchCommand: Command = {
  name: 'bench',
  usage: `monarch bench [--suite ${Object.keys(suitesByName).join('|')}] [--backend ${backends.join('|')}] [--shape IN,OUT --tokens N --blocks B[,B]] [--json]
  Times Monarch layers and models against the best dense form of the same engine: runs in turn, medians.
  --suite peers times a training step against jax-js and TensorFlow.js, if they and Chromium are installed.
  --json prints an object a line; --shape measures any other layer, forward and backward.`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        suite: { type: 'string' },
        backend: { type: 'string', default: 'cpu' },
        shape: { type: 'string' },
        tokens: { type: 'string' },
        blocks: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const { shape, tokens = '1024', blocks = '4,8,16' } = values
    if (shape === undefined && (values.tokens !== undefined || values.blocks !== undefined))
      throw new UsageError('--tokens and --blocks go with --shape, and there is none: suites have their own.')
    if (shape !== undefined && values.suite !== undefined)
      throw new UsageError('--shape measures a layer of its own, and --suite one of the suites: give one of them.')
    const print = values.json ? (figure: Figure): void => console.log(JSON.stringify(rounded(figure))) : printLine
    const backend = await openBackend(parseBackend(values.backend))
    if (shape !== undefined) {
      for (const figure of await measureOps(backend, parseLayer(shape, tokens, blocks))) print(asFigure(figure))
      return
    }
    for (const suite of chooseSuites(values.suite)) for await (const figure of suite(backend)) print(figure)
  },
}

function chooseSuites(name: string | undefined): Suite[] {
  if (name === undefined) return Object.values(suites)
  const suite = suitesByName[name]
  if (suite === undefined)
    throw new UsageError(`There is no suite "${name}". There are: ${Object.keys(suitesByName).join(', ')}.`)
  return [suite]
}

function parseBackend(name: string): BackendName {
  const found = backends.find((backend) => backend === name)
  if (found === undefined) throw new UsageError(`There is no backend "${name}". There are: ${backends.join(', ')}.`)
  return found
}

function parseLayer(shape: string, tokens: string, blocks: string): OpsCase {
  const [width, out, ...rest] = shape.split(',').map((part) => parseCount('--shape', part))
  if (width === undefined || out === undefined || rest.length > 0)
    throw new UsageError(`--shape takes two widths, as in 768,3072, and got "${shape}".`)
  const choices = blocks.split(',').map((part) => parseCount('--blocks', part))
  return { in: width, out, tokens: parseCount('--tokens', tokens), pass: 'forward+backward', blocks: choices }
}

function parseCount(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UsageError(`${option} takes whole numbers above 0, and got "${text}".`)
  return value
}

function rounded(figure: Figure): Figure {
  return Object.fromEntries(
    Object.entries(figure).map(([key, value]) => [
      key,
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ]),
  )
}

function printLine(figure: Figure): void {
  console.log(figure.suite === 'peers' ? peersLine(figure) : lineOf(figure))
}

function peersLine({ case: name, engine, form, tokens, way, ms, ours_ms: ours, ratio, note }: Figure): string {
  const times = `${Number(ms).toFixed(1)} ms, here ${Number(ours).toFixed(1)} ms`
  return `${name}, ${tokens} tokens, ${form}, in ${engine} (${way}): ${times}: ${Number(ratio).toFixed(2)} times as fast (${note})`
}

function lineOf(figure: Figure): string {
  const { case: name, blocks, pass, tokens, dense_ms: dense, monarch_ms: monarch, ratio, dense_gflops: rate } = figure
  const ms = (value: string | number | undefined): string => `${Number(value).toFixed(1)} ms`
  return `${name}, ${blocks} blocks, ${tokens} token(s), ${pass}: dense ${ms(dense)} (${Number(rate).toFixed(0)} GFLOP/s), Monarch ${ms(monarch)}: ${Number(ratio).toFixed(2)} times as fast`
}
