/** What a line of JSON Lines holds: a text, none, or nothing that can be read. */
export type ParsedDocument = { readonly text: string } | { readonly skipped: 'no text' } | { readonly problem: string }

/** No abstract has more words; a hostile index could name a place that fills the memory. */
const mostWords = 200_000

/**
 * The text of a record: its `abstract_inverted_index` (as OpenAlex has it), `abstract` or `text`, after its title
 * (`title` or `display_name`) and an empty line where it has one.
 */
export function parseDocument(line: string): ParsedDocument {
  let record: unknown
  try {
    record = JSON.parse(line)
  } catch (error) {
    return { problem: `it is not JSON (${error instanceof Error ? error.message : String(error)})` }
  }
  if (!isObject(record)) return { problem: 'it is not an object' }
  const body = bodyOf(record)
  if (body === undefined) return { problem: 'its abstract_inverted_index does not map words to lists of places' }
  if (body.trim() === '') return { skipped: 'no text' }
  const title = textOf(record['title']) || textOf(record['display_name'])
  return { text: title === '' ? body : `${title}\n\n${body}` }
}

function bodyOf(record: Readonly<Record<string, unknown>>): string | undefined {
  const index = record['abstract_inverted_index']
  if (index !== undefined && index !== null) return isObject(index) ? textOfIndex(index) : undefined
  return textOf(record['abstract']) || textOf(record['text'])
}

/** The words in their places; places that no word claims are left out. Undefined where it is not such an index. */
function textOfIndex(index: Readonly<Record<string, unknown>>): string | undefined {
  const words: string[] = []
  for (const [word, places] of Object.entries(index)) {
    if (!Array.isArray(places)) return undefined
    for (const place of places as unknown[]) {
      if (typeof place !== 'number' || !Number.isInteger(place) || place < 0 || place >= mostWords) return undefined
      words[place] = word
    }
  }
  return words.filter((word) => word !== undefined).join(' ')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
