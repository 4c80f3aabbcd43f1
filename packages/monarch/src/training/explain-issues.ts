import type { z } from 'zod'
import { findNearestName } from './nearest-name.ts'

type Issue = z.core.$ZodIssue

/** What is wrong with a config, a line for each field: its name, what was expected, and what came. */
export function explainIssues(issues: readonly Issue[], known: readonly string[]): string {
  return issues.flatMap((issue) => explain(issue, known)).join('\n')
}

function explain(issue: Issue, known: readonly string[]): string[] {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(at, key, known))
  const came = issue.input === undefined ? 'nothing' : JSON.stringify(issue.input)
  return [`${at || 'The config'}: expected ${expectationOf(issue)}, and got ${came}.`]
}

function unknownField(parent: string, key: string, known: readonly string[]): string {
  const name = parent === '' ? key : `${parent}.${key}`
  // A field that stands in the wrong place is known by its last part.
  const nearest =
    known.find((candidate) => candidate.split('.').at(-1) === key) ??
    findNearestName(name, known) ??
    findNearestName(key, known)
  return `${name}: there is no such field.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`
}

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  object: 'an object',
  array: 'a list',
  tuple: 'a list of two numbers',
}

function expectationOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected
    case 'too_small':
      if (issue.origin === 'string') return 'a text that is not empty'
      if (issue.origin === 'array') return `${issue.minimum} or more in the list`
      return `${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'array') return `${issue.maximum} in the list`
      return `${issue.inclusive === true ? 'at most' : 'less than'} ${issue.maximum}`
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ')
    case 'invalid_union':
      return '"dense", a number of blocks, or both as {"attention": …, "feedForward": …}, or a list of these'
    default:
      return issue.message
  }
}
