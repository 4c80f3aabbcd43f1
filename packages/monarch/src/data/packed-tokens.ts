import type { Tokenizer } from './tokenizer.ts'

/** All documents of one part, one after the other, each ended by `endOfText`; two bytes a token where that does. */
export type Tokens = Uint16Array | Uint32Array

/** Gathers documents into one array that grows by half. */
export class TokenPacker {
  readonly #endOfText: number
  #tokens: Tokens
  #length = 0

  constructor({ vocabulary, endOfText }: Tokenizer) {
    this.#endOfText = endOfText
    this.#tokens = vocabulary <= 2 ** 16 ? new Uint16Array(firstCapacity) : new Uint32Array(firstCapacity)
  }

  add(document: ArrayLike<number>): void {
    const end = this.#length + document.length
    if (end + 1 > this.#tokens.length) this.#grow(end + 1)
    this.#tokens.set(document, this.#length)
    this.#tokens[end] = this.#endOfText
    this.#length = end + 1
  }

  finish(): Tokens {
    return this.#tokens.slice(0, this.#length)
  }

  #grow(atLeast: number): void {
    const capacity = Math.max(atLeast, Math.ceil(this.#tokens.length * 1.5))
    const larger = this.#tokens instanceof Uint16Array ? new Uint16Array(capacity) : new Uint32Array(capacity)
    larger.set(this.#tokens.subarray(0, this.#length))
    this.#tokens = larger
  }
}

const firstCapacity = 2 ** 16

/** The two parts of a data set. */
export interface PackedParts {
  readonly training: Tokens
  readonly validation: Tokens
}

/**
 * Packs documents; one in `oneIn` of them is for validation, chosen by its content, so that neither the order nor
 * what else is there moves a document, and copies of it stay together.
 */
export async function packDocuments(
  documents: AsyncIterable<Uint8Array>,
  tokenizer: Tokenizer,
  oneIn: number,
): Promise<PackedParts> {
  const [training, validation] = [new TokenPacker(tokenizer), new TokenPacker(tokenizer)]
  for await (const document of documents)
    (isForValidation(document, oneIn) ? validation : training).add(tokenizer.encode(document))
  return { training: training.finish(), validation: validation.finish() }
}

export function isForValidation(document: Uint8Array, oneIn: number): boolean {
  return hashOf(document) % oneIn === 0
}

/** FNV-1a, and MurmurHash3's last mixing, without which its low bits are poor. */
function hashOf(bytes: Uint8Array): number {
  let value = 0x811c9dc5
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
