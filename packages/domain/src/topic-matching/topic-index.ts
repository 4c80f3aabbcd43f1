import { Vocabulary, type FeatureCounts } from './vocabulary.ts'
import { weights } from './weights.ts'

export interface TopicText {
  readonly id: number
  readonly name: string
  readonly description: string
}

/** Postings of feature `f` lie in `offsets[f]` to `offsets[f + 1]`: topic numbers and their weights. */
export interface TopicIndex {
  readonly vocabulary: Vocabulary
  /** Topic ids in ascending order: a topic's number is its place here. */
  readonly ids: readonly number[]
  readonly offsets: Uint32Array
  readonly topics: Uint32Array
  readonly topicWeights: Float32Array
  /** Rarity of each feature among the topics, 1 for a feature of one topic alone. */
  readonly rarity: Float32Array
}

export function indexTopics(topics: readonly TopicText[]): TopicIndex {
  const sorted = topics.toSorted((a, b) => a.id - b.id)
  const vocabulary = new Vocabulary()
  const counts = sorted.map((topic) => countTopic(vocabulary, topic))
  const size = vocabulary.size
  vocabulary.close()
  const offsets = new Uint32Array(vocabulary.size + 1)
  for (const topic of counts) for (const feature of topic.keys()) offsets[feature + 1]! += 1
  const rarity = rarityOf(offsets.subarray(1, size + 1), sorted.length)
  for (let f = 0; f < vocabulary.size; f++) offsets[f + 1]! += offsets[f]!
  return { vocabulary, ids: sorted.map(({ id }) => id), offsets, rarity, ...post(counts, offsets, rarity) }
}

function countTopic(vocabulary: Vocabulary, topic: TopicText): FeatureCounts {
  const counts: FeatureCounts = new Map()
  vocabulary.grow(counts, topic.name, weights.name)
  vocabulary.grow(counts, topic.description, 1)
  return counts
}

/** BM25's idf, ln(1 + (N - n + 1/2) / (n + 1/2)), over its value at n = 1: the same scale for 5 topics as for 4,516. */
function rarityOf(topicsWith: Uint32Array, topicCount: number): Float32Array {
  const idf = (n: number): number => Math.log(1 + (topicCount - n + 0.5) / (n + 0.5))
  return Float32Array.from(topicsWith, (n) => idf(n) / idf(1))
}

function post(
  counts: readonly FeatureCounts[],
  offsets: Uint32Array,
  rarity: Float32Array,
): Pick<TopicIndex, 'topics' | 'topicWeights'> {
  const next = offsets.slice()
  const topics = new Uint32Array(offsets.at(-1)!)
  const topicWeights = new Float32Array(topics.length)
  for (const [topic, features] of counts.entries()) {
    const raw = [...features].map(([f, tf]) => (tf / (tf + weights.topicSaturation)) * rarity[f]!)
    const length = Math.hypot(...raw) ** weights.topicLength
    for (const [i, f] of [...features.keys()].entries()) {
      topics[next[f]!] = topic
      topicWeights[next[f]!++] = raw[i]! / length
    }
  }
  return { topics, topicWeights }
}
