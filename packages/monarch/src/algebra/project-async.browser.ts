import type { DenseMatrix } from './dense-matrix.ts'
import type { MonarchShape } from './monarch-shape.ts'
import type { NumberArray } from './numbers.ts'
import { type Projection, type ProjectOptions, projectToMonarch } from './project.ts'

/** `projectAsync` of a browser: as `projectToMonarch`, on the caller's thread; a worker of the page's own keeps it alive. */
export async function projectAsync<A extends NumberArray>(
  dense: DenseMatrix<A>,
  shape: MonarchShape,
  { onProgress }: ProjectOptions = {},
): Promise<Projection<A>> {
  return projectToMonarch(dense, shape, onProgress)
}
