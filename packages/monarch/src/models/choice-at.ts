import { ShapeError } from '../graph/errors.ts'

/** One choice for all blocks of a model, or one for each; the last is also that of the blocks after it. */
export type PerBlock<Choice extends object> = Choice | readonly Choice[]

/** @throws {ShapeError} for an empty list. */
export function choiceAt<Choice extends object>(choices: PerBlock<Choice>, depth: number): Choice {
  if (!isList(choices)) return choices
  const choice = choices[depth] ?? choices.at(-1)
  if (choice === undefined) throw new ShapeError('blocks', 'one choice at least', 'an empty list')
  return choice
}

function isList<Choice extends object>(choices: PerBlock<Choice>): choices is readonly Choice[] {
  return Array.isArray(choices)
}
