/** The page: what its controls ask of the worker, and how what comes back is shown. */
import { drawChart, type Over, smooth, type SmoothedPoint } from './loss-chart.ts'
import { clearPictures, nameLayers, repaintPictures, showPictures } from './projection-view.ts'
import { find } from './find-element.ts'
import { type ModelName, modelNames, type Order, type Report, type Settings } from './messages.ts'

type Phase = 'preparing' | 'ready' | 'running' | 'paused' | 'failed'

const runButton = find('run', HTMLButtonElement)
const chart = find('chart', SVGSVGElement)
const matrixChoice = find('matrix', HTMLSelectElement)
const blocksChoice = find('projection-blocks', HTMLSelectElement)
const settingChoices = ['width', 'blocks', 'backend'].map((id) => find(id, HTMLSelectElement))
const prefersStill = matchMedia('(prefers-reduced-motion: reduce)')
/** Milliseconds between two drawings of the curves. */
const [usual, still] = [200, 2000]
/** Steps that the rate is a mean over. */
const rateSteps = 20

let worker: Worker | undefined
let phase: Phase = 'preparing'
let histories: Record<ModelName, SmoothedPoint[]> = { dense: [], monarch: [] }
let nextDrawing: ReturnType<typeof setTimeout> | undefined

function order(message: Order): void {
  worker?.postMessage(message, [])
}

function readSettings(): Settings {
  const [width, blocks, backend] = settingChoices.map(({ value }) => value)
  return { width: Number(width), blocks: Number(blocks), backend: backend === 'webgpu' ? 'webgpu' : 'wasm' }
}

/** A new worker is a new start, with nothing left of the old one. */
function startAfresh(): void {
  worker?.terminate()
  histories = { dense: [], monarch: [] }
  find('problem', HTMLElement).hidden = true
  clearPictures()
  enter('preparing', 'Preparing both models.')
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => receive(data))
  worker.addEventListener('error', ({ message }) => fail(message || 'The training could not be loaded.'))
  order({ kind: 'build', settings: readSettings() })
}

function receive(report: Report): void {
  switch (report.kind) {
    case 'ready':
      for (const model of modelNames) {
        write(`${model}-layers`, report.sizes[model].layers.toLocaleString('en'))
        write(`${model}-all`, report.sizes[model].all.toLocaleString('en'))
      }
      nameLayers(report.layers)
      enter(
        'ready',
        `Ready. The layers of the Monarch model have ${percent(report.sizes)} of the dense one’s parameters.`,
      )
      project()
      break
    case 'step':
      histories[report.model].push(smooth(histories[report.model], report.point))
      drawSoon()
      break
    case 'paused':
      enter(
        'paused',
        `Paused at step ${histories.monarch.length}: loss ${lossOf('dense')} dense, ${lossOf('monarch')} Monarch.`,
      )
      project()
      break
    case 'projected':
      showPictures(report.pictures)
      break
    case 'failed':
      fail(report.message)
      break
    default:
      report satisfies never
  }
}

function percent({ dense, monarch }: Extract<Report, { kind: 'ready' }>['sizes']): string {
  return `${Math.round((100 * monarch.layers) / dense.layers)} %`
}

function fail(message: string): void {
  worker?.terminate()
  worker = undefined
  const problem = find('problem', HTMLElement)
  problem.textContent = `${message} Choose another setting, or press Reset to try again.`
  problem.hidden = false
  enter('failed', '')
}

function enter(next: Phase, status: string): void {
  phase = next
  write('status', status)
  runButton.disabled = phase === 'preparing' || phase === 'failed'
  runButton.textContent = phase === 'running' ? 'Pause' : phase === 'paused' ? 'Resume' : 'Start'
  draw()
}

function project(): void {
  if (phase === 'preparing' || phase === 'failed') return
  write('projection-status', 'Projecting.')
  order({ kind: 'project', matrix: matrixChoice.value, blocks: Number(blocksChoice.value) })
}

function drawSoon(): void {
  nextDrawing ??= setTimeout(draw, prefersStill.matches ? still : usual)
}

function draw(): void {
  clearTimeout(nextDrawing)
  nextDrawing = undefined
  const over = find('over-time', HTMLInputElement).checked ? 'seconds' : 'step'
  drawChart(chart, histories, over satisfies Over)
  for (const model of modelNames) {
    write(`${model}-steps`, String(histories[model].length))
    write(`${model}-rate`, rateOf(model))
    write(`${model}-loss`, lossOf(model))
  }
}

function lossOf(model: ModelName): string {
  return histories[model].at(-1)?.smoothed.toFixed(3) ?? '–'
}

function rateOf(model: ModelName): string {
  const recent = histories[model].slice(-rateSteps - 1)
  const [first, last] = [recent[0], recent.at(-1)]
  if (first === undefined || last === undefined || first === last) return '–'
  return ((recent.length - 1) / (last.seconds - first.seconds)).toFixed(1)
}

function write(id: string, text: string): void {
  find(id, HTMLElement).textContent = text
}

function toggle(): void {
  if (phase === 'running') {
    write('status', 'Pausing after this step.')
    return order({ kind: 'pause' })
  }
  enter('running', 'Training.')
  order({ kind: 'run' })
}

/** What the page cannot do without, as a sentence. */
function findMissing(): string | undefined {
  if (typeof WebAssembly === 'undefined')
    return 'This browser has no WebAssembly, or it is switched off, as some browsers do in their strictest mode: nothing can be trained here.'
  if (typeof Worker === 'undefined') return 'This browser has no workers, which the training runs in.'
  return undefined
}

function start(): void {
  const missing = findMissing()
  if (missing !== undefined) {
    write('problem', missing)
    find('problem', HTMLElement).hidden = false
    write('status', '')
    return
  }
  for (const id of ['settings', 'choice']) find(id, HTMLFieldSetElement).disabled = false
  const reset = find('reset', HTMLButtonElement)
  reset.disabled = false
  reset.addEventListener('click', startAfresh)
  runButton.addEventListener('click', toggle)
  for (const choice of settingChoices) choice.addEventListener('change', startAfresh)
  for (const choice of [matrixChoice, blocksChoice]) choice.addEventListener('change', project)
  find('draw', HTMLButtonElement).addEventListener('click', project)
  for (const id of ['over-steps', 'over-time']) find(id, HTMLInputElement).addEventListener('change', draw)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaintPictures)
  new ResizeObserver(draw).observe(chart)
  startAfresh()
}

start()
