/**
 * A light stemmer: plural off (Harman 1991, "How effective is suffixing?"), then one inflection or agent ending, so that
 * translate, translating, translator and translation meet. It never leaves fewer than four letters, keeps words with
 * digits, and leaves -iz-ation apart from its root: visualization is a field, visual is not.
 */
const endings = [
  'ational',
  'ations',
  'ation',
  'ative',
  'ators',
  'ator',
  'ating',
  'ated',
  'ate',
  'ional',
  'ion',
  'ings',
  'ing',
  'ers',
  'er',
  'ors',
  'or',
  'ed',
  'ity',
  'ive',
  'es',
  'e',
] as const
const shortestStem = 4

/** Pairs that the endings would wrongly join: a conversation is no conversion. */
const keptApart: Readonly<Record<string, string>> = {
  comprehension: 'comprehension',
  conversation: 'conversation',
  conversational: 'conversation',
  generational: 'generational',
  university: 'university',
  universities: 'university',
  organic: 'organic',
  organ: 'organ',
  community: 'community',
  communities: 'community',
}

/** The stem of a folded, lower-case word. */
export function stem(word: string): string {
  if (word.length <= shortestStem || /\d/.test(word)) return singular(word)
  const kept = keptApart[word]
  if (kept !== undefined) return kept
  const one = singular(word)
  if (/i[sz]ation(al)?$/.test(one)) return one.replace(/i[sz]ation(al)?$/, 'iz')
  if (one.endsWith('ification')) return `${one.slice(0, -'ification'.length)}ify`
  const ending = endings.find((end) => one.endsWith(end) && one.length - end.length >= shortestStem)
  const root = ending === undefined ? one : one.slice(0, -ending.length)
  return withoutDoubling(root).replace(/is$/, 'iz')
}

function singular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word
  return word.endsWith('ies') && word.length > shortestStem ? `${word.slice(0, -3)}y` : word.slice(0, -1)
}

/** mapping -> mapp -> map, but pixell- and process keep their letters. */
function withoutDoubling(root: string): string {
  return root.length > shortestStem && /([^lsz])\1$/.test(root) ? root.slice(0, -1) : root
}
