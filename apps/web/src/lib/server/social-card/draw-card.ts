import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { cardFamilies, registerCardFonts } from './card-fonts.ts'
import { breakLines, canDraw } from './card-text.ts'

/** What a card says: the facts of a page that its reader would look for first. */
export interface CardFacts {
  /** What the page is: `Researcher profile`. */
  readonly over: string
  readonly title: string
  /** Stands in where no face of this machine draws the title. */
  readonly plainTitle: string
  readonly detail: string
  /** Short figures along the foot, such as `Trust 11`. */
  readonly figures: readonly string[]
}

/** The light scheme of `tokens.css`: a canvas reads no style sheet, and a card has one scheme. */
const paint = { paper: '#fbfaf7', ink: '#1c1a15', soft: '#5d584c', line: '#e4e0d6', accent: '#ad410a' }
const size = { width: 1200, height: 630, margin: 80 }
const measure = size.width - 2 * size.margin

/** A PNG of 1200 by 630, as social networks crop it least. */
export async function drawCard(facts: CardFacts): Promise<Uint8Array<ArrayBuffer>> {
  await registerCardFonts()
  const canvas = createCanvas(size.width, size.height)
  const context = canvas.getContext('2d')
  context.lang = 'en'
  context.fillStyle = paint.paper
  context.fillRect(0, 0, size.width, size.height)
  drawMark(context, size.margin, 72, 40)
  write(context, 'BZPEER', { x: size.margin + 60, y: 104, font: `700 30px ${cardFamilies.sans}`, fill: paint.ink })
  drawStatement(context, facts)
  drawFigures(context, facts.figures)
  return new Uint8Array(await canvas.encode('png'))
}

function drawStatement(context: SKRSContext2D, { over, title, plainTitle, detail }: CardFacts): void {
  const shown = canDraw(title, cardFamilies.serif) ? title : plainTitle
  const px = shown.length <= 26 ? 92 : shown.length <= 90 ? 64 : 48
  write(context, over.toUpperCase(), {
    x: size.margin,
    y: 200,
    font: `500 22px ${cardFamilies.sans}`,
    fill: paint.soft,
    spacing: '2px',
  })
  context.font = `600 ${px}px ${cardFamilies.serif}`
  let y = 214
  for (const line of breakLines(context, shown, measure, px === 48 ? 4 : 3)) {
    y += px * 1.14
    write(context, line, { x: size.margin, y, font: `600 ${px}px ${cardFamilies.serif}`, fill: paint.ink })
  }
  // Clear of the title's descenders.
  y += 14 + px * 0.12
  const detailFont = `400 30px ${cardFamilies.serif}`
  context.font = detailFont
  const plainDetail = canDraw(detail, cardFamilies.serif) ? detail : ''
  for (const line of breakLines(context, plainDetail, measure, y > 400 ? 1 : 2)) {
    y += 44
    write(context, line, { x: size.margin, y, font: detailFont, fill: paint.soft })
  }
}

function drawFigures(context: SKRSContext2D, figures: readonly string[]): void {
  context.fillStyle = paint.line
  context.fillRect(size.margin, 524, measure, 2)
  let x = size.margin
  for (const figure of figures) {
    const width = write(context, figure, { x, y: 574, font: `600 26px ${cardFamilies.sans}`, fill: paint.ink })
    x += width + 44
  }
}

interface Ink {
  readonly x: number
  readonly y: number
  readonly font: string
  readonly fill: string
  readonly spacing?: string
}

function write(context: SKRSContext2D, text: string, { x, y, font, fill, spacing = '0px' }: Ink): number {
  context.font = font
  context.fillStyle = fill
  context.letterSpacing = spacing
  context.fillText(text, x, y)
  return context.measureText(text).width
}

/** The mark of the site: two block-diagonal factors, the second permuted. */
function drawMark(context: SKRSContext2D, x: number, y: number, side: number): void {
  const cell = (side * 6) / 22
  const step = (side * 8) / 22
  const cells = [
    [0, 0, paint.accent],
    [1, 1, paint.accent],
    [2, 2, paint.accent],
    [2, 0, paint.ink],
    [0, 2, paint.ink],
  ] as const
  for (const [column, row, fill] of cells) {
    context.fillStyle = fill
    context.fillRect(x + column * step, y + row * step, cell, cell)
  }
}
