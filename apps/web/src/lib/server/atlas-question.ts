import type { AtlasQuestion } from '@bzpeer/reads'
import { MalformedQueryError } from './query-bounds.ts'

const topicCharacters = 200

/** What the atlas is asked for by an address. @throws {MalformedQueryError} */
export function parseAtlasQuestion({ searchParams }: URL): AtlasQuestion {
  const topic = (searchParams.get('topic') ?? '').normalize('NFC').replaceAll('\0', '').trim()
  if (topic.length > topicCharacters)
    throw new MalformedQueryError(
      `Expected the name of a topic in at most ${topicCharacters} characters, got ${topic.length}.`,
    )
  return {
    topic,
    fromYear: parseYear(searchParams, 'from_year'),
    toYear: parseYear(searchParams, 'to_year'),
    by: parseChoice(searchParams, 'show', ['works', 'people']),
  }
}

/** One of the values, the first where none is named. @throws {MalformedQueryError} */
export function parseChoice<Choice extends string>(
  parameters: URLSearchParams,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = parameters.get(name) ?? ''
  const choice = text === '' ? choices[0] : choices.find((each) => each === text)
  if (choice === undefined)
    throw new MalformedQueryError(`Expected ${name} to be one of ${choices.join(', ')}, got "${text.slice(0, 20)}".`)
  return choice
}

/** Forms send empty fields, which ask for nothing. */
function parseYear(parameters: URLSearchParams, name: string): number | null {
  const text = parameters.get(name)?.trim() ?? ''
  if (text === '') return null
  if (!/^\d{4}$/.test(text))
    throw new MalformedQueryError(`Expected a year such as 2022 in ${name}, got "${text.slice(0, 20)}".`)
  return Number(text)
}
