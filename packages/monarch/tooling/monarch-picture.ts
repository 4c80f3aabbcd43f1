/**
 * `docs/monarch.svg`: what a Monarch matrix is, as one picture. Beside a dense matrix of 16 by 16 stands how the Monarch
 * matrix with 4 blocks takes 16 inputs to 16 outputs.
 */

const [width, height] = [880, 320]
const size = 16
const blocks = 4
const cell = 12
const side = size * cell
const block = (size / blocks) * cell
const top = 76
const [dense, first, second] = [24, 372, 620]
const style = [
  'text{font:14px system-ui,sans-serif;fill:#4c473c;text-anchor:middle}.head{font-weight:600;fill:#1c1a15}.paper{fill:#fbfaf7}',
  '.wire{fill:none;stroke-width:1.6}.plain{stroke:#8f887a}.c{fill:#8f887a}.frame{fill:none;stroke:#fbfaf7;stroke-width:1.5}',
  coloured(['#ad410a', '#3b5b92', '#2b6b5a', '#7a4a86']),
  '@media(prefers-color-scheme:dark){text{fill:#b3ac9c}.head{fill:#f1ede3}.paper{fill:#14130f}.plain{stroke:#7d776a}.c{fill:#7d776a}.frame{stroke:#14130f}',
  `${coloured(['#ff9a4d', '#8fb3ee', '#6cc4aa', '#cf9adb'])}}`,
].join('')

/** Colours of the blocks, as areas and as lines. */
function coloured(palette: readonly string[]): string {
  return palette.map((colour, i) => `.c${i}{fill:${colour}}.w${i}{stroke:${colour}}`).join('')
}

/** @returns the text of an SVG file */
export function monarchPicture(): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    '<title id="title">A Monarch matrix is two block-diagonal factors with a shuffle after each</title>',
    '<desc id="desc">A dense matrix of 16 by 16 has 256 numbers. A Monarch matrix of that size with 4 blocks takes its 16 inputs through 4 blocks of 4 by 4, deals what comes out to 4 other blocks, so that each gets something of every one, and shuffles once more: 128 numbers, and every input reaches every output.</desc>',
    `<style>${style}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    heading(dense + side / 2, 'Dense', 'one block of 16 by 16'),
    grid(dense, top, size, 'c'),
    heading(first + block / 2, 'First factor', '4 blocks of 4 by 4'),
    heading((first + block + second) / 2, 'Shuffle', ''),
    heading(second + block / 2, 'Second factor', '4 blocks of 4 by 4'),
    ...wires(
      first - 64,
      first,
      (i) => [i, i],
      () => 'plain',
    ),
    ...blocksAt(first),
    ...wires(first + block, second, dealt, (i) => `w${Math.floor(i / blocks)}`),
    ...blocksAt(second, 'c'),
    ...wires(second + block, second + block + 96, dealt, () => 'plain'),
    text(first - 104, top + side / 2 + 5, '16 inputs'),
    text(second + block + 142, top + side / 2 + 5, '16 outputs'),
    text(dense + side / 2, top + side + 32, '256 numbers: n²', 'head'),
    text((first + second + block) / 2, top + side + 32, '128 numbers: 2n² / blocks', 'head'),
    '</svg>',
    '',
  ].join('\n')
}

/** Unit h = k'·q + q' = r'·l + l' of one side is unit r' of block l' on the other. */
function dealt(h: number): [from: number, to: number] {
  return [h, (h % blocks) * (size / blocks) + Math.floor(h / blocks)]
}

function wires(
  left: number,
  right: number,
  ends: (i: number) => [from: number, to: number],
  classOf: (i: number) => string,
): string[] {
  const place = (unit: number): number => top + (unit + 0.5) * cell
  const bend = (right - left) / 2
  return Array.from({ length: size }, (_, i) => {
    const [from, to] = ends(i)
    return `<path class="wire ${classOf(i)}" d="M${left} ${place(from)}c${bend} 0 ${bend} ${place(to) - place(from)} ${right - left} ${place(to) - place(from)}"/>`
  })
}

function blocksAt(left: number, colour?: string): string[] {
  return Array.from({ length: blocks }, (_, i) => grid(left, top + i * block, size / blocks, colour ?? `c${i}`))
}

/** A square of count by count entries. */
function grid(left: number, above: number, count: number, colour: string): string {
  const length = count * cell
  const lines = Array.from(
    { length: count + 1 },
    (_, i) => `M${left + i * cell} ${above}v${length}M${left} ${above + i * cell}h${length}`,
  )
  return `<rect class="${colour}" x="${left}" y="${above}" width="${length}" height="${length}"/><path class="frame" d="${lines.join('')}"/>`
}

function heading(middle: number, title: string, note: string): string {
  return `${text(middle, 36, title, 'head')}${note === '' ? '' : text(middle, 56, note)}`
}

function text(x: number, y: number, content: string, kind?: string): string {
  return `<text${kind === undefined ? '' : ` class="${kind}"`} x="${x}" y="${y}">${content}</text>`
}
