import { foldName } from '@bzpeer/schema'
import { impliedPhrases } from './implied-phrases.ts'
import { stem } from './stem.ts'
import { foreignFunctionWords, functionWords, scholarlyWords } from './stop-words.ts'
import { weights } from './weights.ts'

/** How often each feature occurs in a text; fractions where it is implied. */
export type FeatureCounts = Map<number, number>

const stopped = new Set([...functionWords, ...scholarlyWords].map(stem))
/** Ends a clause; so does the phrase in which every description names itself. */
const clauseEnd = /[.,;:()?!]|\b(?:this|the) cluster\b(?: of papers)?/i
const noFeature = -1
const rememberedWords = 50_000
/** Two word numbers in one key: exact while there are fewer words than this. */
const pairBase = 2 ** 24

/**
 * The features of a list of topics: stemmed words and pairs of adjacent ones (`of` is passed over: quality of life),
 * numbered as met. It is closed once built, so a work is read into the topics' features and nothing else.
 */
export class Vocabulary {
  size = 0
  private readonly words = new Map<string, number>()
  private readonly pairs = new Map<number, number>()
  private readonly implied = new Map<number, readonly number[]>()
  /** Feature of each written form met: stemming once a form. Emptied when full; results never depend on it. */
  private readonly remembered = new Map<string, number>()

  /** Adds a text of a topic, opening a feature for whatever is new. Pairs stop at punctuation. */
  grow(counts: FeatureCounts, text: string, weight: number): void {
    for (const clause of text.split(clauseEnd)) {
      let before = noFeature
      for (const written of foldName(clause).split(' ')) {
        if (written === 'of') continue
        const word = this.openWord(written)
        if (word !== noFeature) addTo(counts, word, weight)
        if (word !== noFeature && before !== noFeature) addTo(counts, this.openPair(before, word), weight)
        before = word
      }
    }
  }

  /** Ends growth: from here on abbreviations and tasks count towards the phrases they imply. */
  close(): void {
    const known = this.size
    for (const [term, phrase] of Object.entries(impliedPhrases)) {
      const counts: FeatureCounts = new Map()
      this.read(counts, phrase, 1)
      const targets = [...counts.keys()].filter((feature) => feature < known)
      if (targets.length > 0) this.implied.set(this.openTerm(term), targets)
    }
    this.remembered.clear()
  }

  /** Counts the features of a work's text. A text that is not English counts nothing. */
  read(counts: FeatureCounts, text: string, weight: number): void {
    const forms = foldName(text).split(' ')
    if (isForeign(forms)) return
    let before = noFeature
    for (const written of forms) {
      if (written === 'of') continue
      const word = this.findWord(written)
      if (word !== noFeature) {
        addTo(counts, word, weight)
        const pair = before === noFeature ? undefined : this.pairs.get(before * pairBase + word)
        if (pair !== undefined) addTo(counts, pair, weight)
      }
      before = word
    }
  }

  /** Adds what the features counted so far imply, in the order of the table. */
  addImplied(counts: FeatureCounts): void {
    for (const [term, targets] of this.implied) {
      const count = counts.get(term)
      if (count === undefined) continue
      for (const target of targets) addTo(counts, target, count * weights.implied)
    }
  }

  private findWord(written: string): number {
    const known = this.remembered.get(written)
    if (known !== undefined) return known
    const word = this.words.get(stem(written)) ?? noFeature
    if (this.remembered.size >= rememberedWords) this.remembered.clear()
    this.remembered.set(written, word)
    return word
  }

  private openWord(written: string): number {
    const root = stem(written)
    if (written.length < 2 || /^\d+$/.test(written) || stopped.has(root)) return noFeature
    const known = this.words.get(root)
    if (known !== undefined) return known
    this.words.set(root, this.size)
    return this.size++
  }

  private openPair(before: number, word: number): number {
    const key = before * pairBase + word
    const known = this.pairs.get(key)
    if (known !== undefined) return known
    this.pairs.set(key, this.size)
    return this.size++
  }

  private openTerm(term: string): number {
    const features = term.split(' ').map((written) => this.openWord(written))
    if (features.includes(noFeature)) throw new Error(`internal: "${term}" implies something but holds a stop word`)
    return features.reduce((before, word) => this.openPair(before, word))
  }
}

function addTo(counts: FeatureCounts, feature: number, weight: number): void {
  counts.set(feature, (counts.get(feature) ?? 0) + weight)
}

/** More function words of other languages than of English, and at least two. */
function isForeign(forms: readonly string[]): boolean {
  let english = 0
  let foreign = 0
  for (const form of forms) {
    if (foreignFunctionWords.has(form)) foreign++
    else if (functionWords.has(form) || form === 'of') english++
  }
  return foreign >= 2 && foreign > english
}
