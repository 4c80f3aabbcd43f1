/**
 * How a Monarch matrix lies in a safetensors file: `name` [out, in] as `name.w1` [k, q, p] and `name.w2` [l, s, r]. Where blocks
 * do not divide the widths, the metadata `monarch.name` keep [out, in].
 */
import type { MonarchShape } from '../algebra/monarch-shape.ts'
import { TensorError } from './tensor-error.ts'

export function firstFactorOf(name: string): string {
  return `${name}.w1`
}

export function secondFactorOf(name: string): string {
  return `${name}.w2`
}

/** The name of the matrix whose first factor this is; undefined for other names. */
export function findMatrixName(tensorName: string): string | undefined {
  return tensorName.endsWith('.w1') ? tensorName.slice(0, -'.w1'.length) : undefined
}

export function metadataKeyOf(name: string): string {
  return `monarch.${name}`
}

export function encodeWidths({ outWidth, inWidth }: MonarchShape): string {
  return JSON.stringify([outWidth, inWidth])
}

/**
 * The shape that two factors have together; undefined when they are no Monarch matrix.
 * @param widths what the metadata say; without them nothing is cropped
 * @throws {TensorError} for widths that the factors do not have.
 */
export function findMonarchShape(
  name: string,
  w1: readonly number[],
  w2: readonly number[],
  widths: string | undefined,
): MonarchShape | undefined {
  const [k = 0, q = 0, p = 0] = w1
  const [l = 0, s = 0, r = 0] = w2
  if (w1.length !== 3 || w2.length !== 3 || k * q !== l * r || k * q * p * s === 0) return undefined
  const [outWidth, inWidth] = widths === undefined ? [l * s, k * p] : parseWidths(name, widths)
  if (outWidth > l * s || inWidth > k * p)
    throw new TensorError(
      name,
      `its metadata say [${outWidth}, ${inWidth}], and its factors reach to [${l * s}, ${k * p}].`,
    )
  return { inWidth, outWidth, k, q, p, l, s, r }
}

function parseWidths(name: string, text: string): readonly [outWidth: number, inWidth: number] {
  const [, out, width] = /^\[\s*(\d+)\s*,\s*(\d+)\s*\]$/.exec(text) ?? []
  const [outWidth, inWidth] = [Number(out), Number(width)]
  if (!(outWidth > 0 && inWidth > 0))
    throw new TensorError(name, `its metadata should be [out, in], and are ${text.slice(0, 80)}.`)
  return [outWidth, inWidth]
}
