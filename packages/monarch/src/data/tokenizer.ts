/** Texts as numbers and back. Tokenizers take bytes, so that no text is unknown to them and none is changed. */
export interface Tokenizer {
  /** How many tokens there are; they are 0 to one less. */
  readonly vocabulary: number
  /** Stands after each document. */
  readonly endOfText: number
  encode(text: Uint8Array): ArrayLike<number>
  /** The bytes again; `endOfText` is none. */
  decode(tokens: ArrayLike<number>): Uint8Array
  /** What `parseTokenizer` makes it from again. */
  toJSON(): TokenizerFile
}

export type TokenizerFile =
  | { readonly kind: 'byte' }
  | { readonly kind: 'bpe'; readonly merges: readonly (readonly [number, number])[] }

/** Tokens 0 to 255 are the bytes in every vocabulary. */
export const byteCount = 256
export const endOfText = 256

/** Every byte is a token. */
export const byteTokenizer: Tokenizer = {
  vocabulary: byteCount + 1,
  endOfText,
  encode: (text) => text,
  decode: (tokens) => Uint8Array.from(Array.from(tokens).filter((token) => token !== endOfText)),
  toJSON: () => ({ kind: 'byte' }),
}
