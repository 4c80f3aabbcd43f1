/** The losses of both models as a picture that is drawn anew as they train. */
import { type LossPoint, type ModelName, modelNames } from './messages.ts'

export type Over = 'step' | 'seconds'

export interface SmoothedPoint extends LossPoint {
  readonly smoothed: number
}

export type Histories = Readonly<Record<ModelName, readonly SmoothedPoint[]>>

/** Share of the past in every smoothed loss. */
const memory = 0.8

/** The next point of a history. Early ones lean on what there is: a mean with weights that fade. */
export function smooth(history: readonly SmoothedPoint[], point: LossPoint): SmoothedPoint {
  const before = history.at(-1)
  if (before === undefined) return { ...point, smoothed: point.loss }
  const kept = Math.min(memory, history.length / (history.length + 3))
  return { ...point, smoothed: kept * before.smoothed + (1 - kept) * point.loss }
}

/** More points than that nobody sees on a line. */
const mostPoints = 400
const margin = { left: 40, right: 72, top: 12, bottom: 40 }

export function drawChart(svg: SVGSVGElement, histories: Histories, over: Over): void {
  const { width, height } = svg.getBoundingClientRect()
  const all = modelNames.flatMap((name) => histories[name])
  const reach = Math.max(over === 'step' ? 10 : 1, ...modelNames.map((name) => histories[name].at(-1)?.[over] ?? 0))
  const x = { ...axis(0, reach, width / 110), to: reach }
  const losses = all.map(({ loss }) => loss)
  const y = axis(Math.min(...losses, Infinity), Math.max(...losses, -Infinity), 5)
  const right = width - margin.right
  const bottom = height - margin.bottom
  const place: Place = {
    x: (value) => round(margin.left + ((value - x.from) / (x.to - x.from)) * (right - margin.left)),
    y: (value) => round(bottom - ((value - y.from) / (y.to - y.from)) * (bottom - margin.top)),
  }
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.setAttribute('aria-label', describe(histories, over))
  svg.innerHTML = [
    ...y.ticks.map(
      (tick) =>
        `<line class="grid" x1="${margin.left}" x2="${right}" y1="${place.y(tick)}" y2="${place.y(tick)}"/>` +
        `<text x="${margin.left - 8}" y="${place.y(tick) + 4}" text-anchor="end">${label(tick)}</text>`,
    ),
    `<line class="base" x1="${margin.left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...x.ticks
      .filter((tick) => tick <= reach)
      .map((tick) => `<text x="${place.x(tick)}" y="${bottom + 18}" text-anchor="middle">${label(tick)}</text>`),
    `<text x="${right}" y="${bottom + 36}" text-anchor="end">${over === 'step' ? 'steps' : 'seconds of computing'}</text>`,
    ...drawCurves(histories, over, place),
  ].join('')
}

interface Place {
  x(value: number): number
  y(value: number): number
}

function drawCurves(histories: Histories, over: Over, place: Place): string[] {
  const ends = modelNames.map((name) => place.y(histories[name].at(-1)?.smoothed ?? 0))
  return modelNames.map((name, index) => {
    const history = histories[name]
    const last = history.at(-1)
    if (last === undefined) return ''
    const every = Math.ceil(history.length / mostPoints)
    const shown = history.filter((_, i) => i % every === 0 || i === history.length - 1)
    const points = (key: 'loss' | 'smoothed'): string =>
      shown.map((point) => `${place.x(point[over])},${place.y(point[key])}`).join(' ')
    return [
      `<g class="${name}"><polyline class="raw" points="${points('loss')}"/><polyline points="${points('smoothed')}"/>`,
      `<text class="name" x="${place.x(last[over]) + 6}" y="${apart(ends, index) + 4}">${name === 'dense' ? 'Dense' : 'Monarch'}</text></g>`,
    ].join('')
  })
}

/** Where a name stands so that two at one place can both be read. */
function apart(ends: readonly number[], index: number): number {
  const [own, other] = [ends[index] ?? 0, ends[1 - index] ?? 0]
  const missing = Math.max(0, 16 - Math.abs(own - other)) / 2
  return own < other || (own === other && index === 0) ? own - missing : own + missing
}

function describe(histories: Histories, over: Over): string {
  const parts = modelNames.map((name) => {
    const [first, last] = [histories[name][0], histories[name].at(-1)]
    if (first === undefined || last === undefined) return `${name} has no steps yet`
    const reach = over === 'step' ? `${last.step} steps` : `${last.seconds.toFixed(1)} seconds`
    return `${name} from ${first.loss.toFixed(2)} to ${last.smoothed.toFixed(2)} in ${reach}`
  })
  return `Loss of both models against ${over === 'step' ? 'steps' : 'time'}: ${parts.join('; ')}.`
}

interface Axis {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
}

/** From round number to round number, with about `count` marks. */
function axis(lowest: number, highest: number, count: number): Axis {
  if (!Number.isFinite(lowest)) return axis(0, 6, count)
  const least = (highest - lowest || 1) / Math.max(2, count)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10)
  const [first, last] = [Math.floor(lowest / step), Math.ceil(highest / step)]
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
  return { from: first * step, to: last * step, ticks }
}

function label(tick: number): string {
  return String(Number(tick.toPrecision(4)))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
