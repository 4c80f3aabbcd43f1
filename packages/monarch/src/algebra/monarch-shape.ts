import { ShapeError } from '../graph/errors.ts'

/**
 * The shape of a Monarch matrix of `outWidth` rows and `inWidth` columns: w1 is [k, q, p], k blocks of q by p; w2 is
 * [l, s, r], l blocks of s by r; k·q = l·r hidden units. Hidden unit h = k'·q + q' = r'·l + l', so
 *
 *     M[s'·l + l', k'·p + p'] = sum over q' with (k'·q + q') mod l = l' of w2[l', s', (k'·q + q') div l] · w1[k', q', p']
 *
 * k·p may be more than the in width and l·s more than the out width: inputs are then padded with zeros and outputs
 * cropped. Source: Dao et al., "Monarch", ICML 2022, Section 3; the index order is that of the authors' code.
 */
export interface MonarchShape {
  readonly inWidth: number
  readonly outWidth: number
  readonly k: number
  readonly q: number
  readonly p: number
  readonly l: number
  readonly s: number
  readonly r: number
}

/** Blocks of both factors, or of the first and of the second. */
export type BlockCount = number | readonly [k: number, l: number]

/**
 * The shape for widths and a number of blocks: blocks as small as hold the widths, and as many hidden units as the smaller
 * width has. `blocks = b` gives k = l = b, q = r = ceil(min(in, out) / b).
 * @throws {ShapeError} for fewer than one block, or more than features.
 */
export function monarchShape(inWidth: number, outWidth: number, blocks: BlockCount): MonarchShape {
  assertCounts('monarchShape', { inWidth, outWidth })
  const [k, l] = typeof blocks === 'number' ? [blocks, blocks] : blocks
  assertCounts('monarchShape', { 'blocks of the first factor': k, 'blocks of the second factor': l })
  if (k > inWidth || l > outWidth || (typeof blocks === 'number' && blocks > Math.min(inWidth, outWidth)))
    throw new ShapeError(
      'monarchShape',
      `no more blocks than features of ${inWidth} -> ${outWidth}`,
      describeBlocks(blocks),
    )
  const [p, s] = [Math.ceil(inWidth / k), Math.ceil(outWidth / l)]
  // Hidden units come in whole rows of both factors: in multiples of lcm(k, l).
  const step = (k * l) / greatestCommonDivisor(k, l)
  const hidden = step * Math.max(1, Math.floor(Math.min(k * p, l * s) / step))
  return { inWidth, outWidth, k, q: hidden / k, p, l, s, r: hidden / l }
}

/** @throws {ShapeError} saying which of the sizes does not fit. */
export function assertMonarchShape(operation: string, shape: MonarchShape): void {
  const { inWidth, outWidth, k, q, p, l, s, r } = shape
  assertCounts(operation, { inWidth, outWidth, k, q, p, l, s, r })
  if (k * q !== l * r)
    throw new ShapeError(operation, 'k·q = l·r hidden units', `${k}·${q} = ${k * q} and ${l}·${r} = ${l * r}`)
  if (inWidth > k * p) throw new ShapeError(operation, `an in width of at most k·p = ${k * p}`, `${inWidth}`)
  if (outWidth > l * s) throw new ShapeError(operation, `an out width of at most l·s = ${l * s}`, `${outWidth}`)
}

function assertCounts(operation: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts))
    if (!Number.isSafeInteger(count) || count < 1)
      throw new ShapeError(operation, `a whole number above 0 for ${name}`, `${count}`)
}

/** Numbers in both factors. */
export function parameterCount({ k, q, p, l, s, r }: MonarchShape): number {
  return k * q * p + l * s * r
}

/** The hidden units between block k' of the first factor and block l' of the second: the rank of that sub-matrix. */
export function hiddenUnitsBetween({ q, l }: MonarchShape, firstBlock: number, secondBlock: number): number[] {
  // The first h from k'·q on with h mod l = l'.
  const first = firstBlock * q + ((secondBlock + l - ((firstBlock * q) % l)) % l)
  const units: number[] = []
  for (let h = first; h < (firstBlock + 1) * q; h += l) units.push(h)
  return units
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

function describeBlocks(blocks: BlockCount): string {
  return typeof blocks === 'number' ? `${blocks} blocks` : `${blocks[0]} and ${blocks[1]} blocks`
}
