import { expect, test } from 'vitest'
import type { Node } from '../graph/node.ts'
import { add, input, scalar } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { openBackend } from './open-backend.node.ts'
import { float32, Program } from './program.ts'

const value = float32([1], [1])

test('a misspelt input of many is refused with the names of those that have nothing', async () => {
  const inputs = Array.from({ length: 20 }, (_, index) => input(`weight ${index}`, [1]))
  const y = inputs.reduce<Node>((total, weight) => add(total, weight), scalar(0))
  const program = await Program.compile(trace({ y }), await openBackend('cpu'))
  const { 'weight 19': lost, ...feeds } = Object.fromEntries(inputs.map(({ attributes }) => [attributes.name, value]))
  const run = program.run({ ...feeds, 'weigth 19': lost ?? value })
  await expect(run).rejects.toThrow(
    /^run expects inputs among "weight 19", "weight \d+", .*, 12 more, and got "weigth 19"\.$/,
  )
  expect(Object.keys(program.pick({ 'weight 3': value, other: value }))).toEqual(['weight 3'])
  await program.dispose()
})
