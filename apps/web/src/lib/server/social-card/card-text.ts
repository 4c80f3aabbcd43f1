import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'

const longestText = 600

/** Breaks a text into lines no wider than `width`; the last of at most `count` ends in … where text is left over. */
export function breakLines(context: SKRSContext2D, text: string, width: number, count: number): string[] {
  const lines: string[] = []
  // More than this fits no card, and each character that does not fit is measured.
  let rest = piecesOf(text.slice(0, longestText))
  while (rest.length > 0 && lines.length < count) {
    const taken = fitting(context, rest, width)
    lines.push(rest.slice(0, taken).join('').trim())
    rest = rest.slice(taken)
  }
  const last = lines.at(-1)
  if (rest.length > 0 && last !== undefined) lines[lines.length - 1] = shorten(context, last, width)
  return lines
}

/** Where a line may break: after spaces and hyphens, and between the characters of scripts that use none. */
function piecesOf(text: string): string[] {
  return (
    text.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\-\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+[\s-]*|[\s-]+/gu,
    ) ?? []
  )
}

/** How many pieces fit the width; one at least, lest nothing ever fit. */
function fitting(context: SKRSContext2D, pieces: readonly string[], width: number): number {
  let line = ''
  for (const [index, piece] of pieces.entries()) {
    line += piece
    if (context.measureText(line.trimEnd()).width > width) return Math.max(1, index)
  }
  return pieces.length
}

function shorten(context: SKRSContext2D, line: string, width: number): string {
  let kept = line
  while (kept.length > 1 && context.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}

const probe = createCanvas(48, 48).getContext('2d')
const drawable = new Map<string, boolean>()
/** A character that no face draws: what stands in its place stands for every missing one. */
const missing = '\u{10FFFD}'

/** Whether a face of this machine draws the text, or blank boxes would stand in its place. */
export function canDraw(text: string, family: string): boolean {
  const scripts = new Set(text.match(/\p{L}/gu) ?? [])
  return [...scripts].every((letter) => {
    const known = drawable.get(letter)
    if (known !== undefined) return known
    if (drawable.size > 5000) drawable.clear()
    const drawn =
      /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(letter) ||
      inkOf(letter, family) !== inkOf(missing, family)
    drawable.set(letter, drawn)
    return drawn
  })
}

function inkOf(letter: string, family: string): string {
  probe.clearRect(0, 0, 48, 48)
  probe.font = `32px ${family}`
  probe.fillText(letter, 4, 36)
  return Buffer.from(probe.getImageData(0, 0, 48, 48).data).toString('base64')
}
