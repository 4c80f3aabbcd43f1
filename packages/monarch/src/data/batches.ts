import type { Random } from '../layers/random.ts'
import type { Tensor } from '../runtime/backend.ts'
import type { Tokens } from './packed-tokens.ts'

/** What a language model is fed: sequences one after the other, and for each token the one that follows it. */
export type Batch = {
  /** [sequences·length] of int32. */
  readonly ids: Tensor
  /** [sequences·length] of int32. */
  readonly targets: Tensor
}

export interface BatchShape {
  readonly sequences: number
  readonly length: number
}

/** Sequences that begin anywhere, each place as likely. */
export function sampleBatch(tokens: Tokens, { sequences, length }: BatchShape, random: Random): Batch {
  return batchAt(
    tokens,
    length,
    Array.from({ length: sequences }, () => random.integer(tokens.length - length)),
  )
}

/** As many batches as the tokens fill without a token in two of them, and one at the least. */
export function countBatches(tokens: Tokens, { sequences, length }: BatchShape): number {
  return Math.max(1, Math.floor((tokens.length - length) / (sequences * length)))
}

/** The same `count` batches every time, each made when it is its turn: sequences that begin at even distances. */
export function fixedBatches(tokens: Tokens, { sequences, length }: BatchShape, count: number): Iterable<Batch> {
  const places = tokens.length - length
  const startOf = (index: number): number => Math.floor((index * places) / (count * sequences))
  return {
    *[Symbol.iterator]() {
      for (let batch = 0; batch < count; batch++)
        yield batchAt(
          tokens,
          length,
          Array.from({ length: sequences }, (_, index) => startOf(batch * sequences + index)),
        )
    },
  }
}

function batchAt(tokens: Tokens, length: number, starts: readonly number[]): Batch {
  const ids = new Int32Array(starts.length * length)
  const targets = new Int32Array(ids.length)
  for (const [sequence, start] of starts.entries()) {
    ids.set(tokens.subarray(start, start + length), sequence * length)
    targets.set(tokens.subarray(start + 1, start + 1 + length), sequence * length)
  }
  return { ids: vector(ids), targets: vector(targets) }
}

function vector(data: Int32Array): Tensor {
  return { dtype: 'int32', shape: [data.length], data }
}
