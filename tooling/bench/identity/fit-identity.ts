import { findIdentityEvidence, type IdentityFeature, identityFeatures, type IdentityWeights } from '@bzpeer/domain'
import { type Example, fitLogistic } from './fit-logistic.ts'
import type { LabelledAppearance } from './labelled-appearances.ts'
import { seededShuffle } from './seeded-shuffle.ts'

/** Of which pairs are taken where there are many. */
const seed = 1

/** Of each pair of names, so many pairs of one person and so many of two: prolific people do not drown the others. */
const pairsAPairOfNames = 200
/** A pair of names with more pairs counts more, but not in proportion. */
const countedAs = 0.75
/** Where hardly anybody shares the name, two ids are mostly two records of one person, and nothing is to be learnt. */
const rareName = 0.1
const weightOfRare = 0.02

/**
 * Fits the weights of the evidence on pairs of appearances whose people are known.
 * @param leftOut features to fit without, for ablations.
 */
export function fitIdentity(
  blocks: readonly (readonly LabelledAppearance[])[],
  leftOut: ReadonlySet<IdentityFeature> = new Set(),
): IdentityWeights {
  const column = new Map(identityFeatures.map((feature, at) => [feature, at]))
  const examples = blocks.flatMap((block) => examplesOf(block, column, leftOut))
  const fitted = fitLogistic(examples, identityFeatures.length)
  return Object.fromEntries(identityFeatures.map((feature, at) => [feature, fitted[at] ?? 0])) as IdentityWeights
}

function examplesOf(
  block: readonly LabelledAppearance[],
  column: ReadonlyMap<IdentityFeature, number>,
  leftOut: ReadonlySet<IdentityFeature>,
): Example[] {
  const known = block.filter(({ personId }) => personId !== null)
  const groups = new Map<string, PairExample[]>()
  const pairs = known.flatMap((a, at) => known.slice(0, at).map((b) => [a, b] as const))
  for (const [a, b] of seededShuffle(pairs, seed)) {
    const isCase = a.personId === b.personId
    const key = [...[a.name.key, b.name.key].toSorted(), isCase].join(' / ')
    const group = groups.get(key) ?? []
    if (group.length >= pairsAPairOfNames) continue
    const evidence = findIdentityEvidence(a, b)
    if (evidence === undefined) continue
    const values = evidence
      .filter(([feature]) => !leftOut.has(feature))
      .map(([feature, value]) => [column.get(feature) ?? 0, value] as const)
    group.push({ values, isCase, namesakes: Math.max(a.namesakes, b.namesakes) })
    groups.set(key, group)
  }
  return [...groups.values()].flatMap((group) =>
    group.map((example) => ({
      ...example,
      weight: group.length ** (countedAs - 1) * (example.namesakes > rareName ? 1 : weightOfRare),
    })),
  )
}

interface PairExample extends Omit<Example, 'weight'> {
  readonly namesakes: number
}
