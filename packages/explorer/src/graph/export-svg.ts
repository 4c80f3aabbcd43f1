import type { OverlayStyle } from './draw-overlay.ts'
import { colourOf, cornersOf, type Palette } from './draw-scene.ts'
import { escapeXml } from './export-data.ts'
import { edgeOpacities, edgeWidths, type Scene } from './scene.ts'

interface SvgInput {
  readonly scene: Scene
  readonly labels: readonly string[]
  readonly title: string
  readonly palette: Palette
  readonly style: OverlayStyle
}

const margin = 60
const roomForNames = 220
const labelSize = 11

/** All that is shown as one drawing, in the units of the layout, each node with its name; colours as they are in force. */
export function toSvg({ scene, labels, title, palette, style }: SvgInput): string {
  const [left, right] = extentOf(scene.x)
  const [top, bottom] = extentOf(scene.y)
  const [width, height] = [right - left + 2 * margin + roomForNames, bottom - top + 2 * margin]
  const box = [left - margin, top - margin, width, height].map(round).join(' ')
  const fill = (n: number): string => colourOf(scene, palette, n)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${round(width)}" height="${round(height)}" font-family="${escapeXml(style.family)}" font-size="${labelSize}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect x="${round(left - margin)}" y="${round(top - margin)}" width="${round(width)}" height="${round(height)}" fill="${escapeXml(palette.paper)}"/>`,
    `<g stroke="${escapeXml(palette.edge)}">${Array.from(scene.edgeClass, (_, e) => lineOf(scene, e)).join('')}</g>`,
    `<g stroke="${escapeXml(palette.paper)}">${Array.from(scene.x, (_, n) => shapeOf(scene, n, fill(n), labels[n] ?? '')).join('')}</g>`,
    `<g fill="${escapeXml(style.ink)}" stroke="${escapeXml(palette.paper)}" stroke-width="2" paint-order="stroke">${Array.from(scene.x, (_, n) => nameOf(scene, n, labels[n] ?? '')).join('')}</g>`,
    '</svg>',
    '',
  ].join('\n')
}

function lineOf({ x, y, ends, edgeClass }: Scene, e: number): string {
  const [a, b, width] = [ends[2 * e] ?? 0, ends[2 * e + 1] ?? 0, edgeClass[e] ?? 0]
  const [x1, y1, x2, y2] = [x[a], y[a], x[b], y[b]].map((value) => round(value ?? 0))
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke-width="${edgeWidths[width]}" opacity="${edgeOpacities[width]}"/>`
}

function shapeOf({ x, y, radius, shape }: Scene, n: number, fill: string, name: string): string {
  const [cx, cy, r] = [x[n] ?? 0, y[n] ?? 0, radius[n] ?? 1]
  const corners = cornersOf(shape[n] ?? 0)
  const title = `<title>${escapeXml(name)}</title>`
  if (corners.length === 0)
    return `<circle cx="${round(cx)}" cy="${round(cy)}" r="${round(r)}" fill="${escapeXml(fill)}">${title}</circle>`
  const points = corners.map(([dx, dy]) => `${round(cx + dx * r)},${round(cy + dy * r)}`).join(' ')
  return `<polygon points="${points}" fill="${escapeXml(fill)}">${title}</polygon>`
}

function nameOf({ x, y, radius }: Scene, n: number, name: string): string {
  return `<text x="${round((x[n] ?? 0) + (radius[n] ?? 1) + 4)}" y="${round((y[n] ?? 0) + labelSize / 3)}">${escapeXml(name)}</text>`
}

function extentOf(values: Float32Array): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return values.length === 0 ? [0, 0] : [least, most]
}

function round(value: number): number {
  return Number(value.toFixed(1))
}
