import { expect, test } from 'vitest'
import { buildTopicMatcher, type TopicText } from './topic-matcher.ts'

const cluster = (text: string): string => `This cluster of papers focuses on ${text}.`

const butterflies: TopicText = {
  id: 11,
  name: 'Monarch Butterfly Migration and Conservation',
  description: cluster('monarch butterflies, milkweed habitats, insect migration, pollinators and overwintering sites'),
}
const translation: TopicText = {
  id: 12,
  name: 'Neural Machine Translation',
  description: cluster('statistical and neural machine translation, bilingual corpora and word alignment'),
}
const matrices: TopicText = {
  id: 13,
  name: 'Matrix Algorithms and Sparse Linear Algebra',
  description: cluster('structured matrices, matrix factorization, fast multiplication and iterative solvers'),
}
const language: TopicText = {
  id: 14,
  name: 'Natural Language Processing',
  description: cluster('language models, named entity recognition, word representation and semantic similarity'),
}
const glaciers: TopicText = {
  id: 15,
  name: 'Glacier Dynamics and Sea Level Rise',
  description: cluster('ice sheets, glacier mass balance, ice flow and the impact of a warming climate'),
}
const topics = [butterflies, translation, matrices, language, glaciers]
const matcher = buildTopicMatcher(topics)
const idsFor = (title: string, abstract: string | null = null): number[] =>
  matcher.match(title, abstract).map(({ topicId }) => topicId)

test('a work gets the topic its title and abstract are about', () => {
  const abstract = 'We align words in bilingual corpora to train a neural machine translation system.'
  expect(idsFor('Learning to align and translate', abstract)[0]).toBe(translation.id)
  expect(idsFor('Mass balance of mountain glaciers', 'Ice flow and glacier retreat under a warming climate.')[0]).toBe(
    glaciers.id,
  )
})

test('one rare word in common does not give a topic', () => {
  expect(idsFor('Monarch: expressive layers for efficient training')).toEqual([])
  expect(idsFor('Monarch: expressive layers', 'Monarch layers train faster. Monarch is simple.')).toEqual([])
  expect(idsFor('Monarch matrices', 'Products of structured matrices with fast matrix multiplication.')).toEqual([
    matrices.id,
  ])
  expect(idsFor('Monarch butterflies and their milkweed habitats')).toEqual([butterflies.id])
})

test('front matter and scholarly boilerplate get no topic', () => {
  for (const title of ['Editorial', 'Foreword', 'Front Matter', 'Index of Authors', ''])
    expect(idsFor(title)).toEqual([])
  expect(
    idsFor(
      'A novel approach',
      'This paper proposes a novel method and shows significant improvements in various applications.',
    ),
  ).toEqual([])
})

test('a text that is not in English gets no topic, though words look alike', () => {
  expect(
    idsFor(
      'Une étude de la migration de la monarch butterfly',
      'La migration et la conservation des monarch butterflies dans les habitats.',
    ),
  ).toEqual([])
  expect(idsFor('神经机器翻译')).toEqual([])
})

test('an English title counts when the abstract is in another language', () => {
  const abstract = 'Nous présentons un système pour la traduction et une étude des corpus dans les deux langues.'
  expect(idsFor('Neural machine translation with bilingual corpora', abstract)).toContain(translation.id)
})

test('inflections, capitals and accents do not matter', () => {
  expect(matcher.match('NEURAL MACHINE TRANSLATING, aligned wörds', null)).toEqual(
    matcher.match('neural machine translation: align words', null),
  )
})

test('an abbreviation counts towards what it stands for', () => {
  expect(idsFor('Probing an LLM for named entities', 'LLMs and NLP meet semantic similarity.')).toEqual([language.id])
})

test('scores lie between 0 and 1, fall, and never exceed three topics', () => {
  const abstract =
    'Language models, neural machine translation, structured matrices, glacier ice flow and monarch butterfly migration.'
  const matches = matcher.match('Neural machine translation and natural language processing', abstract)
  const scores = matches.map(({ score }) => score)
  expect(matches.length).toBeGreaterThan(0)
  expect(matches.length).toBeLessThanOrEqual(3)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  for (const score of scores) expect(score).toSatisfy((s: number) => s > 0 && s <= 1)
})

test('a distant second topic is not reported', () => {
  const abstract =
    'Neural machine translation with word alignment on bilingual corpora, and statistical machine translation; matrix multiplication is fast.'
  expect(idsFor('Neural machine translation', abstract)).toEqual([translation.id])
})

test('neither the order of the topics nor earlier works change a match', () => {
  const title = 'Word alignment for neural machine translation'
  const once = matcher.match(title, null)
  expect(buildTopicMatcher(topics.toReversed()).match(title, null)).toEqual(once)
  matcher.match(butterflies.name, butterflies.description)
  expect(matcher.match(title, null)).toEqual(once)
})

test('of two equal topics the smaller id comes first', () => {
  const twin = { ...glaciers, id: 9 }
  const matches = buildTopicMatcher([glaciers, twin, ...topics.slice(0, 4)]).match(glaciers.name, glaciers.description)
  expect(matches.map(({ topicId }) => topicId)).toEqual([9, 15])
  expect(matches[0]?.score).toBe(matches[1]?.score)
})

test('without topics no work has one', () => {
  expect(buildTopicMatcher([]).match('Neural machine translation', null)).toEqual([])
})
