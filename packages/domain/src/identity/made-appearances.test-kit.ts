import { affiliationWords } from './affiliation-words.ts'
import type { Appearance } from './appearance.ts'
import { findPersonName } from './person-name.ts'

export interface MadeAppearance {
  readonly name: string
  readonly work: number
  readonly coauthors?: readonly string[]
  readonly affiliation?: string
  readonly field?: string
  readonly year?: number
  readonly orcid?: string
  readonly namesakes?: number
  readonly worksUnderName?: number
}

/** An appearance with what a test is about, and nothing known beside. */
export function makeAppearance(made: MadeAppearance): Appearance {
  const name = findPersonName(made.name)
  if (name === undefined) throw new Error(`internal: "${made.name}" is meant to be a name`)
  const coauthors = (made.coauthors ?? []).map((text) => findPersonName(text)?.key ?? text)
  return {
    workId: made.work,
    name,
    namesakes: made.namesakes ?? 0.001,
    worksUnderName: made.worksUnderName ?? 5,
    year: made.year ?? 2020,
    coauthors: new Set(coauthors),
    institutionIds: [],
    affiliationWords: affiliationWords(made.affiliation === undefined ? [] : [made.affiliation]),
    fields: made.field === undefined ? [] : [{ topicId: 1, subfield: made.field, field: made.field }],
    orcid: made.orcid ?? null,
  }
}
