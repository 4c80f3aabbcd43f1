/** Pairs and appearances, counted so that the counts of several blocks add up. */
export interface PartitionCounts {
  readonly pairsRight: number
  readonly pairsFound: number
  readonly pairsTrue: number
  /** Sums over appearances: what B-cubed precision and recall are the means of. */
  readonly precisions: number
  readonly recalls: number
  readonly appearances: number
}

export interface PartitionFigures {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Compares who was found to be one person with who is (Bagga & Baldwin 1998 for B-cubed). Numbers name people. */
export function countAgreement(truth: readonly number[], found: readonly number[]): PartitionCounts {
  const both = truth.map((person, at) => `${person} ${found[at]}`)
  const [ofTruth, ofFound, ofBoth] = [countEach(truth), countEach(found), countEach(both)]
  const share = (whole: ReadonlyMap<number, number>, keys: readonly number[]): number =>
    both.reduce((sum, pair, at) => sum + (ofBoth.get(pair) ?? 0) / (whole.get(keys[at] ?? 0) ?? 1), 0)
  return {
    pairsRight: countPairs(ofBoth),
    pairsFound: countPairs(ofFound),
    pairsTrue: countPairs(ofTruth),
    precisions: share(ofFound, found),
    recalls: share(ofTruth, truth),
    appearances: truth.length,
  }
}

function countEach<T>(keys: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function countPairs(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
}

export function addCounts(all: readonly PartitionCounts[]): PartitionCounts {
  const sum = (part: keyof PartitionCounts): number => all.reduce((total, counts) => total + counts[part], 0)
  return {
    pairsRight: sum('pairsRight'),
    pairsFound: sum('pairsFound'),
    pairsTrue: sum('pairsTrue'),
    precisions: sum('precisions'),
    recalls: sum('recalls'),
    appearances: sum('appearances'),
  }
}

export function pairwiseFigures({ pairsRight, pairsFound, pairsTrue }: PartitionCounts): PartitionFigures {
  return figures(pairsFound === 0 ? 1 : pairsRight / pairsFound, pairsTrue === 0 ? 1 : pairsRight / pairsTrue)
}

export function bCubedFigures({ precisions, recalls, appearances }: PartitionCounts): PartitionFigures {
  return figures(precisions / appearances, recalls / appearances)
}

function figures(precision: number, recall: number): PartitionFigures {
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
}
