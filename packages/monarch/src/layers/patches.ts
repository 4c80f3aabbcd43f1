import { ShapeError } from '../graph/errors.ts'
import type { Node } from '../graph/node.ts'
import { reshape, transpose } from '../graph/primitives.ts'
import { describeShape } from '../graph/shape.ts'

/**
 * Cuts images [images, channels, height, width] into squares of `size` by `size`.
 * @returns [channels·size·size, images·patches], the patches of an image row by row
 */
export function patches(images: Node, size: number): Node {
  const [count = 0, channels = 0, height = 0, width = 0] = images.shape
  const [rows, columns] = [height / size, width / size]
  if (images.shape.length !== 4 || !Number.isInteger(rows) || !Number.isInteger(columns))
    throw new ShapeError(
      'patches',
      `images [images, channels, height, width] that squares of ${size} fill`,
      describeShape(images.shape),
    )
  const cut = reshape(images, [count, channels, rows, size, columns, size])
  return reshape(transpose(cut, [1, 3, 5, 0, 2, 4]), [channels * size * size, count * rows * columns])
}
