import type { Picture } from './messages.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** As the page has them: `dense`, `card` and `monarch`. */
const colours: Record<
  'light' | 'dark',
  { readonly negative: Colour; readonly zero: Colour; readonly positive: Colour }
> = {
  light: { negative: [59, 91, 146], zero: [255, 255, 255], positive: [173, 65, 10] },
  dark: { negative: [143, 179, 238], zero: [27, 26, 21], positive: [255, 154, 77] },
}

/** Three times the root mean square: few entries lie beyond, and those are drawn as strong as can be. */
export function scaleOf({ data }: Picture): number {
  const present = data.filter((value) => !Number.isNaN(value))
  const squares = present.reduce((sum, value) => sum + value * value, 0)
  return 3 * Math.sqrt(squares / present.length) || 1
}

/** One pixel an entry, as strong as the entry is great; NaN is left empty. */
export function paintMatrix(canvas: HTMLCanvasElement, { rows, columns, data }: Picture, scale: number): void {
  const { negative, zero, positive } = colours[matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light']
  const image = new ImageData(columns, rows)
  for (const [i, value] of data.entries()) {
    if (Number.isNaN(value)) continue
    const strength = Math.min(1, Math.abs(value) / scale)
    const end = value < 0 ? negative : positive
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = (zero[c] ?? 0) + strength * ((end[c] ?? 0) - (zero[c] ?? 0))
    image.data[4 * i + 3] = 255
  }
  canvas.width = columns
  canvas.height = rows
  canvas.getContext('2d')?.putImageData(image, 0, 0)
}
