/** The second half of the page: a matrix, its projection, and the factors of that. */
import { find } from './find-element.ts'
import { paintMatrix, scaleOf } from './matrix-picture.ts'
import { type ModelName, modelNames, type Picture, type ProjectionPictures } from './messages.ts'

const names = ['dense', 'monarch', 'difference', 'first', 'second'] as const

const titles: Record<(typeof names)[number], string> = {
  dense: 'Matrix',
  monarch: 'Its Monarch projection',
  difference: 'Difference',
  first: 'First factor',
  second: 'Second factor',
}

let shown: ProjectionPictures | undefined

/** Offers every layer of both models; what was chosen stays chosen. */
export function nameLayers(layers: readonly string[]): void {
  const choice = find('matrix', HTMLSelectElement)
  const before = choice.value
  for (const model of modelNames)
    find(`${model}-matrices`, HTMLOptGroupElement).replaceChildren(...layers.map((layer) => optionOf(model, layer)))
  const options = Array.from(choice.options, ({ value }) => value)
  choice.value = options.find((value) => value === before) ?? options[0] ?? ''
}

/** `blocks.0.attention.query` is called "Layer 1, query". */
function optionOf(model: ModelName, layer: string): HTMLOptionElement {
  const [, depth, , part] = layer.split('.')
  return new Option(`Layer ${Number(depth) + 1}, ${part}`, `${model}:${layer}`)
}

export function showPictures(pictures: ProjectionPictures): void {
  shown = pictures
  const { dense, monarch, difference, factors, relativeError, parameters } = pictures
  repaintPictures()
  const error = relativeError < 1e-9 ? '0' : relativeError.toPrecision(3)
  const count = (numbers: number): string => numbers.toLocaleString('en')
  note('dense', dense, `${count(parameters.dense)} numbers`)
  note('monarch', monarch, `${count(parameters.monarch)} numbers`)
  note('difference', difference, `relative error ${error}`)
  note('first', factors[0], 'block-diagonal')
  note('second', factors[1], 'block-diagonal')
  find('projection-status', HTMLElement).textContent =
    `Relative error ${error}: the norm of the difference as a part of the matrix’s norm.`
}

function note(name: (typeof names)[number], { rows, columns }: Picture, text: string): void {
  find(`note-${name}`, HTMLElement).textContent = `${rows} by ${columns}, ${text}`
  find(`picture-${name}`, HTMLCanvasElement).ariaLabel = `${titles[name]} as colours, ${rows} by ${columns}, ${text}`
}

/** Also when the colours of the page have changed. */
export function repaintPictures(): void {
  if (shown === undefined) return
  const { dense, monarch, difference, factors } = shown
  const common = scaleOf(dense)
  const scales = [common, common, common, ...factors.map(scaleOf)]
  for (const [i, picture] of [dense, monarch, difference, ...factors].entries())
    paintMatrix(find(`picture-${names[i]}`, HTMLCanvasElement), picture, scales[i] ?? 1)
}

export function clearPictures(): void {
  shown = undefined
  find('projection-status', HTMLElement).textContent = ''
  for (const name of names) {
    const canvas = find(`picture-${name}`, HTMLCanvasElement)
    canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
    canvas.ariaLabel = 'Nothing drawn yet.'
    find(`note-${name}`, HTMLElement).textContent = ''
  }
}
