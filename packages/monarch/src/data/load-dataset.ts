import { createHash } from 'node:crypto'
import { DataError } from './data-errors.ts'
import { learnBpe, WordCounts } from './learn-bpe.ts'
import { isForValidation, packDocuments, type PackedParts } from './packed-tokens.ts'
import { emptyReport, type ReadReport, readTexts } from './read-texts.ts'
import { byteTokenizer, type Tokenizer } from './tokenizer.ts'

export interface DataOptions {
  /** A file or a folder. */
  readonly path: string
  readonly tokenizer: 'byte' | 'bpe'
  /** How many tokens are learned; for `bpe`. */
  readonly vocabulary: number
  /** One document in so many is for validation. */
  readonly validationOneIn: number
}

/** Texts as tokens, in memory. */
export interface Dataset extends PackedParts {
  readonly tokenizer: Tokenizer
  readonly report: Readonly<ReadReport>
  /** SHA-256 of the tokens: two data sets that have it in common train alike. */
  readonly digest: string
}

/**
 * Reads the texts and packs them.
 * @param known the tokenizer of the run that is gone on with; without one it is made, `bpe` by reading the texts twice
 * @param length of a sequence: each part has to have one
 * @throws {DataError} when there are no texts, or too few for a part.
 */
export async function loadDataset(options: DataOptions, length: number, known?: Tokenizer): Promise<Dataset> {
  const tokenizer = known ?? (await makeTokenizer(options))
  const report = emptyReport()
  const parts = await packDocuments(readTexts(options.path, report), tokenizer, options.validationOneIn)
  requireSequence('training', parts.training.length, length, options, report)
  requireSequence('validation', parts.validation.length, length, options, report)
  const digest = createHash('sha256').update(parts.training).update(parts.validation).digest('hex')
  return { ...parts, tokenizer, report, digest }
}

async function makeTokenizer({ path, tokenizer, vocabulary, validationOneIn }: DataOptions): Promise<Tokenizer> {
  if (tokenizer === 'byte') return byteTokenizer
  const words = new WordCounts()
  // What validates is not learned from either.
  for await (const document of readTexts(path, emptyReport()))
    if (!isForValidation(document, validationOneIn)) words.add(document)
  return learnBpe(words, vocabulary)
}

function requireSequence(
  part: 'training' | 'validation',
  tokens: number,
  length: number,
  { path, validationOneIn }: DataOptions,
  { documents, withoutText, problems, firstProblems }: ReadReport,
): void {
  if (tokens > length) return
  const advice =
    part === 'validation'
      ? `One document in ${validationOneIn} is for validation: lower data.validationOneIn, or`
      : 'Lower model.context, or'
  const unread = problems > 0 ? ` ${problems} lines could not be read, the first because ${firstProblems[0]}.` : ''
  throw new DataError(
    `${path}: the ${part} part has ${tokens} tokens, and a sequence takes ${length + 1}. ${documents} documents were read, ${withoutText} records have no text.${unread} ${advice} give more text.`,
  )
}
