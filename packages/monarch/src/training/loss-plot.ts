/**
 * The losses of runs as an SVG picture that needs nothing else: training as a thin line, validation as a strong one
 * with dots, one colour a run, dark where the reader's system is dark.
 */
import { type Axis, labelTick, makeAxis } from './axis.ts'
import type { History, Point } from './history.ts'

export interface PlottedRun {
  readonly name: string
  readonly history: History
}

export interface LossPlotOptions {
  readonly title?: string
  /** What the losses are drawn over: by default `step`. */
  readonly over?: 'step' | 'seconds'
}

const [width, height] = [880, 500]
const frame = { left: 64, right: 860, top: 56, bottom: 404 }
/** Radius of a validation's dot; half of one may stand out of the frame. */
const dot = 3.4
/** Colours that are told apart by most eyes (Okabe and Ito 2008), darkened for white, lightened for black. */
const light = ['#0b5cad', '#b34700', '#00735c', '#8f3a78', '#6b5900', '#1f7a99']
const dark = ['#6cb2f5', '#f59b5c', '#3fcca7', '#e59ccb', '#e0cc4d', '#85d4ec']
/** The first steps of a run fall so far that what comes after would be a flat line: the scale begins after this share. */
const stretchLeftOut = 0.02

/** @returns the text of an SVG file */
export function lossPlot(runs: readonly PlottedRun[], { title = 'Loss', over = 'step' }: LossPlotOptions = {}): string {
  const all = runs.flatMap(({ history }) => [...history.train, ...history.validation])
  const x = makeAxis(0, Math.max(1, ...all.map((point) => point[over])), 8, frame.left, frame.right)
  const y = lossAxis(all, x.to * stretchLeftOut, over)
  const curves = runs.map(({ history }, index) => drawRun(history, index, { x, y, over }))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(title)}</title>`,
    `<desc id="desc">${escape(runs.map(describeRun).join('; '))}</desc>`,
    `<style>${style(runs.length)}</style>`,
    `<clipPath id="frame"><rect x="${frame.left - dot}" y="${frame.top}" width="${frame.right - frame.left + 2 * dot}" height="${frame.bottom - frame.top + dot}"/></clipPath>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${frame.left}" y="32">${escape(title)}</text>`,
    ...drawAxes(x, y, over),
    `<g clip-path="url(#frame)">`,
    ...curves,
    '</g>',
    ...drawLegend(runs),
    '</svg>',
    '',
  ].join('\n')
}

type Over = 'step' | 'seconds'

function lossAxis(points: readonly Point[], from: number, over: Over): Axis {
  const shown = points.filter((point) => point[over] >= from).map(({ loss }) => loss)
  const losses = shown.length > 0 ? shown : points.map(({ loss }) => loss)
  const [lowest, highest] = losses.length > 0 ? [losses.reduce(min), losses.reduce(max)] : [0, 1]
  return makeAxis(lowest, highest, 6, frame.bottom, frame.top)
}

function min(a: number, b: number): number {
  return Math.min(a, b)
}

function max(a: number, b: number): number {
  return Math.max(a, b)
}

function describeRun({ name, history }: PlottedRun): string {
  const [train, validation] = [history.train.at(-1), history.validation.at(-1)]
  const parts = [
    train === undefined ? '' : `training loss ${train.loss.toFixed(3)} at step ${train.step}`,
    validation === undefined ? '' : `validation loss ${validation.loss.toFixed(3)} at step ${validation.step}`,
  ]
  return `${name}: ${parts.filter((part) => part !== '').join(', ') || 'no losses yet'}`
}

function style(runs: number): string {
  const colours = (palette: readonly string[]): string =>
    Array.from({ length: runs }, (_, index) => `.run${index}{--c:${palette[index % palette.length]}}`).join('')
  return [
    'text{font:13px system-ui,sans-serif;fill:#333}.title{font-size:17px;font-weight:600;fill:#111}.paper{fill:#fff}',
    '.grid{stroke:#e4e4e4}.axis{stroke:#777}.train{fill:none;stroke:var(--c);stroke-width:1.2;opacity:.45}',
    '.validation{fill:none;stroke:var(--c);stroke-width:2.4}.dot{fill:var(--c)}',
    colours(light),
    '@media(prefers-color-scheme:dark){text{fill:#ccc}.title{fill:#f2f2f2}.paper{fill:#16181c}.grid{stroke:#2c3038}.axis{stroke:#888}',
    `${colours(dark)}}`,
  ].join('')
}

function drawAxes(x: Axis, y: Axis, over: Over): string[] {
  const { left, right, top, bottom } = frame
  const rows = y.ticks.flatMap((tick) => {
    const at = round(y.place(tick))
    return [
      `<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/>`,
      `<text x="${left - 8}" y="${at + 4}" text-anchor="end">${labelTick(tick)}</text>`,
    ]
  })
  const columns = x.ticks.map(
    (tick) => `<text x="${round(x.place(tick))}" y="${bottom + 20}" text-anchor="middle">${labelTick(tick)}</text>`,
  )
  const middle = (top + bottom) / 2
  return [
    ...rows,
    ...columns,
    `<path class="axis" fill="none" d="M${left} ${top}V${bottom}H${right}"/>`,
    `<text x="${(left + right) / 2}" y="${bottom + 42}" text-anchor="middle">${over === 'step' ? 'steps' : 'seconds of training'}</text>`,
    `<text transform="translate(18 ${middle}) rotate(-90)" text-anchor="middle">loss, nats a token</text>`,
  ]
}

interface Scales {
  readonly x: Axis
  readonly y: Axis
  readonly over: Over
}

function drawRun({ train, validation }: History, index: number, { x, y, over }: Scales): string {
  const at = (point: Point): string => `${round(x.place(point[over]))},${round(y.place(point.loss))}`
  const line = (kind: string, points: readonly Point[]): string =>
    points.length > 1 ? `<polyline class="${kind}" points="${points.map(at).join(' ')}"/>` : ''
  const dots = validation.map((point) => {
    const [cx, cy] = at(point).split(',')
    return `<circle class="dot" r="${dot}" cx="${cx}" cy="${cy}"/>`
  })
  return `<g class="run${index}">${line('train', train)}${line('validation', validation)}${dots.join('')}</g>`
}

/** Two entries a run, in rows below the frame. */
function drawLegend(runs: readonly PlottedRun[]): string[] {
  const columns = Math.min(3, runs.length)
  const step = (frame.right - frame.left) / columns
  return runs.map(({ name }, index) => {
    const [left, top] = [frame.left + (index % columns) * step, frame.bottom + 66 + Math.floor(index / columns) * 20]
    return [
      `<g class="run${index}"><line class="train" x1="${left}" x2="${left + 18}" y1="${top - 4}" y2="${top - 4}"/>`,
      `<line class="validation" x1="${left + 22}" x2="${left + 40}" y1="${top - 4}" y2="${top - 4}"/>`,
      `<circle class="dot" r="${dot}" cx="${left + 31}" cy="${top - 4}"/>`,
      `<text x="${left + 48}" y="${top}">${escape(name)}: training, validation</text></g>`,
    ].join('')
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
