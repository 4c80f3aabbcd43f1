import { createCanvas } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { breakLines } from './card-text.ts'

/** Lines of a text at 20 pixels, and how many characters were measured for them. */
function breakAt(width: number, count: number, text: string): { lines: string[]; measured: number } {
  const context = createCanvas(10, 10).getContext('2d')
  context.font = '20px sans-serif'
  let measured = 0
  const measureText = context.measureText.bind(context)
  context.measureText = (line) => {
    measured += line.length
    return measureText(line)
  }
  return { lines: breakLines(context, text, width, count), measured }
}

test('a text of any length costs no more to set than one that fills the card', () => {
  const filling = breakAt(1_000, 4, 'word '.repeat(120))
  expect(breakAt(1_000, 4, 'word '.repeat(200_000))).toEqual(filling)
  expect(filling.lines).toHaveLength(4)
  // One word is shortened character by character.
  expect(breakAt(1_000, 4, 'x'.repeat(1_000_000)).measured).toBeLessThan(600 * 600)
})

test('what does not fit ends in an ellipsis, and what fits is left as it is', () => {
  expect(breakAt(1_000, 2, 'Monarch matrices').lines).toEqual(['Monarch matrices'])
  const { lines } = breakAt(200, 2, 'one two three four five six seven eight nine ten')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/…$/)
})
