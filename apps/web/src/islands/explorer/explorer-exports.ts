import {
  drawOverlay,
  drawScene,
  edgesToCsv,
  formatState,
  nodesToCsv,
  type Point,
  toGraphml,
  toJson,
  toSvg,
} from '@bzpeer/explorer/graph'
import type { Explored } from './explorer-model.ts'
import type { Picture } from './explorer-sight.ts'

interface Exported {
  readonly explored: Explored
  /** Undefined where the browser draws none. */
  readonly picture: Picture | undefined
  /** Name of the focus. */
  readonly title: string
}

/** Why there is no file, as a sentence. */
export class ExportError extends Error {
  readonly code = 'export'

  constructor(message: string) {
    super(message)
    this.name = 'ExportError'
  }
}

type Make = (exported: Exported) => Blob | Promise<Blob>

const text = (type: string, content: string): Blob => new Blob([content], { type: `${type};charset=utf-8` })

/** Each file that what is shown can be saved as, by the name of its button; the part before the hyphen is its ending. */
const files: Readonly<Record<string, Make>> = {
  png: toPng,
  svg: ({ picture, title }) => text('image/svg+xml', toSvg({ ...drawn(picture), title: `${title} in context` })),
  graphml: (exported) => text('application/xml', toGraphml(dataOf(exported))),
  json: (exported) => text('application/json', toJson(dataOf(exported))),
  'csv-nodes': ({ explored }) => text('text/csv', nodesToCsv(explored.shown)),
  'csv-ties': ({ explored }) => text('text/csv', edgesToCsv(explored.shown)),
}

function dataOf({ explored: { shown, state }, picture }: Exported) {
  const address = `${location.origin}${location.pathname}?${formatState(state)}`
  return { ...shown, address, places: picture?.places ?? new Map<string, Point>() }
}

/** @throws {ExportError} */
function drawn(picture: Picture | undefined): Picture {
  if (picture === undefined) throw new ExportError('There is no picture to save; the other files say the same.')
  return picture
}

const pixelRatio = 2

/** What is seen, twice as fine as on the page. */
async function toPng({ picture: seen }: Exported): Promise<Blob> {
  const picture = drawn(seen)
  const { scene, palette, view, size } = picture
  const canvas = document.createElement('canvas')
  canvas.width = size.width * pixelRatio
  canvas.height = size.height * pixelRatio
  const context = canvas.getContext('2d')
  if (context === null) throw new ExportError('This browser offers no canvas to draw a PNG on; SVG says the same.')
  const layers = [
    (layer: CanvasRenderingContext2D) => drawScene(layer, scene, palette, view, size),
    (layer: CanvasRenderingContext2D) => drawOverlay(layer, picture),
  ]
  context.fillStyle = palette.paper
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const draw of layers) context.drawImage(layerOf(canvas, draw), 0, 0)
  const { promise, resolve, reject } = Promise.withResolvers<Blob>()
  canvas.toBlob((blob) =>
    blob === null ? reject(new ExportError('The PNG could not be written; SVG says the same.')) : resolve(blob),
  )
  return promise
}

/** Each drawing begins by clearing its canvas, so each has one of its own. */
function layerOf({ width, height }: HTMLCanvasElement, draw: (layer: CanvasRenderingContext2D) => void) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const layer = canvas.getContext('2d')
  layer?.scale(pixelRatio, pixelRatio)
  if (layer !== null) draw(layer)
  return canvas
}

/** Saves what is shown as one of the files. */
export async function saveAs(name: string, exported: Exported): Promise<void> {
  const makeFile = files[name]
  if (makeFile === undefined) return
  const url = URL.createObjectURL(await makeFile(exported))
  const link = document.createElement('a')
  const [ending = '', part] = name.split('-')
  link.download = `bzpeer-${[exported.explored.state.focus, part].filter(Boolean).join('-')}.${ending}`
  link.href = url
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Markup that shows the same on any other page, read-only. */
export function embedCode({ state }: Explored, title: string): string {
  const src = `${location.origin}/embed?${formatState({ ...state, chosen: null }).replaceAll('&', '&amp;')}`
  const name = title.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<iframe src="${src}" title="${name} in the research graph" width="720" height="520" loading="lazy"></iframe>`
}
