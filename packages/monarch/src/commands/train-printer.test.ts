import { expect, test } from 'vitest'
import { type PrintStyle, TrainPrinter } from './train-printer.ts'

const styles: readonly (readonly [style: PrintStyle, printed: string])[] = [
  ['json', '{"kind":"projection","layer":3,"layers":16}\n{"kind":"projection","layer":4,"layers":16}\n'],
  ['terminal', '\r\u001B[Kprojecting layer 3 of 16'],
  ['lines', 'projecting layer 3 of 16\n'],
]

test.each(styles)('which layer is projected is said, not too often, as %s', (style, expected) => {
  let printed = ''
  const printer = new TrainPrinter(style, (text) => (printed += text))
  for (const layer of [3, 4]) printer.print({ kind: 'projection', layer, layers: 16 })
  expect(printed).toBe(expected)
})

test('what follows on a terminal is written over the line of the projection', () => {
  let printed = ''
  const printer = new TrainPrinter('terminal', (text) => (printed += text))
  printer.print({ kind: 'projection', layer: 1, layers: 1 })
  printer.print({ kind: 'model', isDense: false, parameters: 1200, step: 0, projectionError: 0.25 })
  expect(printed).toBe(
    '\r\u001B[Kprojecting layer 1 of 1\r\u001B[KMonarch model of 1,200 parameters, projected with a relative error of 0.250\n',
  )
})
