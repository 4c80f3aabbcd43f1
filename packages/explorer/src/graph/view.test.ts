import { expect, test } from 'vitest'
import { freeArea, toScreen, viewThatShows } from './view.ts'

const size = { width: 320, height: 500 }
const view = { x: 0, y: 0, zoom: 2 }

test('a place that is seen stays where it is seen', () => {
  expect(viewThatShows({ x: 10, y: 10 }, view, size, freeArea(size, undefined))).toBe(view)
})

test('a place beneath a card is shown above it, or beside it where the card is narrow', () => {
  const below = freeArea(size, { left: 8, top: 280, right: 312, bottom: 492 })
  const place = { x: 0, y: 60 }
  const shown = viewThatShows(place, view, size, below)
  expect(shown.zoom).toBe(2)
  expect(toScreen(place, shown, size)).toEqual({ x: 160, y: 140 })

  const wide = { width: 1000, height: 500 }
  const beside = freeArea(wide, { left: 12, top: 12, right: 340, bottom: 400 })
  const covered = { x: -200, y: 0 }
  expect(toScreen(covered, viewThatShows(covered, view, wide, beside), wide)).toEqual({ x: 670, y: 250 })
})

test('a place out of sight comes into the middle of what is free', () => {
  const far = { x: 900, y: -900 }
  expect(toScreen(far, viewThatShows(far, view, size, freeArea(size, undefined)), size)).toEqual({ x: 160, y: 250 })
})
