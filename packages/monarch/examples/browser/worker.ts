/** Trains both models in turn, away from the page, which stays responsive; between two steps it obeys the page. */
import { openBackend, Random, sampleBatch, type Tokens } from '@bzpeer/monarch'
import { batchShape, Contender } from './contender.ts'
import { drawProjection, findMatrix } from './matrices.ts'
import { type ModelName, modelNames, type Order, type Report, type Settings } from './messages.ts'

interface Race {
  readonly settings: Settings
  readonly models: Readonly<Record<ModelName, Contender>>
  readonly text: Tokens
  readonly random: Random
}

const inbox: Order[] = []
let race: Race | undefined
let isRunning = false

function say(report: Report): void {
  postMessage(report)
}

async function build(settings: Settings): Promise<Race> {
  const backend = await openBackend(settings.backend)
  const text = await fetch(new URL('./alice.txt', import.meta.url))
  const models = {
    dense: await Contender.build(backend, settings.width, 'dense'),
    monarch: await Contender.build(backend, settings.width, settings.blocks),
  }
  const names = models.dense.parameters.map(({ name }) => name).filter((name) => name.endsWith('.weight'))
  const layers = names.map((name) => name.slice(0, -'.weight'.length)).filter((name) => name.startsWith('blocks.'))
  say({ kind: 'ready', sizes: { dense: models.dense.size, monarch: models.monarch.size }, layers })
  return {
    settings,
    models,
    text: Uint16Array.from(new Uint8Array(await text.arrayBuffer())),
    random: Random.from(1, 'batches'),
  }
}

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'build':
      race = await build(order.settings)
      break
    case 'run':
      isRunning = true
      break
    case 'pause':
      isRunning = false
      say({ kind: 'paused' })
      break
    case 'project': {
      if (race === undefined) return
      const matrix = await findMatrix(order.matrix, race.models, race.settings)
      say({ kind: 'projected', matrix: order.matrix, pictures: drawProjection(matrix, order.blocks) })
      break
    }
    default:
      order satisfies never
  }
}

/** Both models take a step on the same batch. */
async function stepBoth({ models, text, random }: Race): Promise<void> {
  const batch = sampleBatch(text, batchShape, random)
  for (const model of modelNames) {
    const point = await models[model].step(batch)
    if (!Number.isFinite(point.loss))
      throw new Error(`The loss of the ${model} model is ${point.loss} at step ${point.step}.`)
    say({ kind: 'step', model, point })
  }
}

/** Until the next message, or at once if there may be one already. */
function listen(): Promise<void> {
  return new Promise((resolve) => {
    if (isRunning) setTimeout(resolve)
    else addEventListener('message', () => resolve(), { once: true })
  })
}

addEventListener('message', ({ data }: MessageEvent<Order>) => void inbox.push(data))

async function serve(): Promise<never> {
  for (;;) {
    const order = inbox.shift()
    if (order !== undefined) await obey(order)
    else {
      if (isRunning && race !== undefined) await stepBoth(race)
      await listen()
    }
  }
}

serve().catch((error: unknown) => {
  say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
})
