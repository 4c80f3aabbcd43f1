/** Why one entity stands next to another, in a few words. */

export function reasonOfTie(tie: {
  readonly sharedWorks: number
  readonly strength: number
  readonly close: boolean
}): string {
  return `${countOf(tie.sharedWorks, 'shared work')}, tie strength ${tie.strength.toFixed(2)}${tie.close ? ', close' : ''}`
}

export function reasonOfTopic(topic: { readonly works: number; readonly derived: boolean }): string {
  return `${countOf(topic.works, 'work')} about it${topic.derived ? ', matched from the text' : ''}`
}

export function reasonOfAffiliation(affiliation: {
  readonly stated: boolean
  readonly firstYear: number | null
  readonly lastYear: number | null
}): string {
  const { stated, firstYear, lastYear } = affiliation
  return `${stated ? 'affiliated' : 'affiliated on a byline'}${yearsOf(firstYear, lastYear)}`
}

export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** ` in 2022`, ` from 2020 to 2022`, or nothing where they are not known. */
export function yearsOf(first: number | null, last: number | null): string {
  if (first === null || last === null) return ''
  return first === last ? ` in ${first}` : ` from ${first} to ${last}`
}
