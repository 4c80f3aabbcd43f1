import {
  clusterPeople,
  findIdentityEvidence,
  type IdentityFeature,
  type IdentityWeights,
  logOddsOf,
} from '@bzpeer/domain'
import { addCounts, countAgreement, type PartitionCounts } from './compare-partitions.ts'
import type { LabelledAppearance } from './labelled-appearances.ts'

export interface Clustering {
  readonly weights: IdentityWeights
  readonly isEnough: number
  readonly leftOut?: ReadonlySet<IdentityFeature>
}

/** How well people are told apart within blocks whose ids are left out. */
export function judgeClustering(
  blocks: readonly (readonly LabelledAppearance[])[],
  { weights, isEnough, leftOut }: Clustering,
): PartitionCounts {
  return addCounts(
    blocks.map((block) => {
      const groups = clusterPeople(
        block.map(() => 1),
        (a, b) => {
          const [one, other] = [block[a], block[b]]
          const evidence = one && other && findIdentityEvidence(one, other)
          if (evidence === undefined) return undefined
          const score = logOddsOf(leftOut ? evidence.filter(([feature]) => !leftOut.has(feature)) : evidence, weights)
          return { mean: score, best: score }
        },
        isEnough,
      )
      return judge(block, groups)
    }),
  )
}

/** The baseline: whoever has the same full name is the same person. */
export function judgeEqualNames(blocks: readonly (readonly LabelledAppearance[])[]): PartitionCounts {
  return addCounts(
    blocks.map((block) => {
      const numbers = new Map<string, number>()
      const groups = block.map(({ name: { key } }) => {
        numbers.set(key, numbers.get(key) ?? numbers.size)
        return numbers.get(key) ?? 0
      })
      return judge(block, groups)
    }),
  )
}

function judge(block: readonly LabelledAppearance[], groups: readonly number[]): PartitionCounts {
  const known = block.map((_, at) => at).filter((at) => block[at]?.personId !== null)
  return countAgreement(
    known.map((at) => block[at]?.personId ?? 0),
    known.map((at) => groups[at] ?? 0),
  )
}
