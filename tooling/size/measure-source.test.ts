import { expect, test } from 'vitest'
import { measureSource } from './measure-source.ts'

test('functions are measured from their first line to their last, with their name', () => {
  const text = 'export function one() {\n  return 1\n}\nconst two = () => {\n\n  // why\n  return 2\n}\n'
  expect(measureSource('a.ts', text)).toEqual({
    lines: 8,
    functions: [
      { name: 'one', line: 1, lines: 3 },
      { name: 'two', line: 4, lines: 5 },
    ],
  })
})

test('the script of a component counts at its place in the file', () => {
  const text = '<h1>Title</h1>\n<script lang="ts">\n  function one() {\n    return 1\n  }\n</script>\n'
  expect(measureSource('a.svelte', text)).toEqual({ lines: 6, functions: [{ name: 'one', line: 3, lines: 3 }] })
})

test('a group of tests is not a function, each test in it is', () => {
  const text = "describe('group', () => {\n  test('fact', () => {\n  })\n})\n"
  expect(measureSource('a.test.ts', text).functions).toEqual([{ name: 'anonymous function', line: 2, lines: 2 }])
})
