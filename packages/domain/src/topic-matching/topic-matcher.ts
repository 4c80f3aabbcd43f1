/**
 * Topics for a work from its words alone. A topic is a bag of stemmed words and adjacent pairs, its name counted threefold;
 * a work is another, its title counted threefold. Evidence is BM25's: saturated frequency times rarity among the topics
 * (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework"), divided by a power of the length of both, and
 * marked down when one word carries it: a butterfly and a matrix may share "monarch", so a word alone counts nothing.
 * The score is the share of first topics with such evidence that a reader of 394 works called right: 0.8 is eight in ten.
 */
import { indexTopics, type TopicIndex, type TopicText } from './topic-index.ts'
import type { FeatureCounts } from './vocabulary.ts'
import { weights } from './weights.ts'

export type { TopicText } from './topic-index.ts'

export interface TopicMatch {
  readonly topicId: number
  /** 0 to 1: the expected share of such matches that a reader would call right. */
  readonly score: number
}

export interface TopicMatcher {
  /** At most three topics, best first, ties by smaller id; none where the evidence is thin. */
  match(title: string, abstract: string | null): TopicMatch[]
}

const topicsAtMost = 3

/** Built once from all topics; the order in which they come makes no difference. */
export function buildTopicMatcher(topics: readonly TopicText[]): TopicMatcher {
  const index = indexTopics(topics)
  const tally = new Tally(index.ids.length)
  return { match: (title, abstract) => matchWork(index, tally, title, abstract) }
}

function matchWork(index: TopicIndex, tally: Tally, title: string, abstract: string | null): TopicMatch[] {
  const counts: FeatureCounts = new Map()
  index.vocabulary.read(counts, title, weights.title)
  if (abstract !== null) index.vocabulary.read(counts, abstract, 1)
  index.vocabulary.addImplied(counts)
  const length = tally.addWork(index, counts) / (abstract === null ? weights.titleAlone : 1)
  const best = tally.takeBest(topicsAtMost)
  const bar = (best[0]?.evidence ?? 0) * weights.closeToBest
  return best
    .filter(({ evidence }) => evidence >= bar)
    .map(({ topic, evidence }) => ({ topicId: index.ids[topic]!, score: calibrate(evidence / length) }))
    .filter(({ score }) => score >= weights.threshold)
}

/** Evidence to the share of first topics with it that were judged right. */
function calibrate(evidence: number): number {
  return 1 / (1 + Math.exp(-weights.slope * (evidence - weights.evenOdds)))
}

interface Candidate {
  readonly topic: number
  readonly evidence: number
}

/** Evidence for every topic, for one work at a time: arrays made once, and cleared by what was touched. */
class Tally {
  private readonly sum: Float64Array
  private readonly largest: Float64Array
  private readonly touched: Uint32Array
  private touchedCount = 0

  constructor(topicCount: number) {
    this.sum = new Float64Array(topicCount)
    this.largest = new Float64Array(topicCount)
    this.touched = new Uint32Array(topicCount)
  }

  /** Adds a work's features to their topics; returns what to divide by for the work's length. */
  addWork({ offsets, topics, topicWeights, rarity }: TopicIndex, counts: FeatureCounts): number {
    let squares = 0
    for (const [feature, count] of counts) {
      const from = offsets[feature]!
      const to = offsets[feature + 1]!
      if (from === to) continue
      const weight = (count / (count + weights.workSaturation)) * rarity[feature]! ** weights.workRarity
      squares += weight ** 2
      for (let p = from; p < to; p++) this.add(topics[p]!, weight * topicWeights[p]!)
    }
    return squares === 0 ? 1 : Math.sqrt(squares) ** weights.workLength
  }

  private add(topic: number, evidence: number): void {
    const before = this.sum[topic]!
    if (before === 0) this.touched[this.touchedCount++] = topic
    this.sum[topic] = before + evidence
    if (evidence > this.largest[topic]!) this.largest[topic] = evidence
  }

  /** The best `count` topics, and a clean slate. */
  takeBest(count: number): Candidate[] {
    const best: Candidate[] = []
    for (let i = 0; i < this.touchedCount; i++) {
      const topic = this.touched[i]!
      const last = best[count - 1]
      if (last === undefined || this.sum[topic]! >= last.evidence)
        insert(best, { topic, evidence: this.evidenceFor(topic) }, count)
      this.sum[topic] = 0
      this.largest[topic] = 0
    }
    this.touchedCount = 0
    return best
  }

  /** The sum, marked down where one feature carries more than its share: alone it counts nothing. */
  private evidenceFor(topic: number): number {
    const sum = this.sum[topic]!
    const rest = 1 - this.largest[topic]! / sum
    return sum * Math.min(1, rest / (1 - weights.singleFeatureShare))
  }
}

/** Keeps `best` in falling order, smaller topic numbers first among equals, no longer than `count`. */
function insert(best: Candidate[], candidate: Candidate, count: number): void {
  let at = best.length
  while (at > 0 && isBetter(candidate, best[at - 1]!)) at--
  best.splice(at, 0, candidate)
  if (best.length > count) best.length = count
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.evidence > b.evidence || (a.evidence === b.evidence && a.topic < b.topic)
}
