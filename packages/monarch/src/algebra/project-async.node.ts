/** Projection of large matrices on several threads: Node's workers. */
import { EventEmitter } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { DenseMatrix } from './dense-matrix.ts'
import type { MonarchShape } from './monarch-shape.ts'
import type { NumberArray } from './numbers.ts'
import { planesOf } from './numbers.ts'
import { type Projection, ProjectionAssembly, type ProjectOptions, projectToMonarch } from './project.ts'
import type { SvdJob } from './svd-worker.ts'
import { cutSubmatrix, type Submatrix } from './submatrices.ts'
import type { LowRankFactors } from './svd/truncated-svd.ts'

/** Operations below which starting threads takes longer than what they save. */
const worthThreads = 2e8

/** Beside this module, and of its kind: TypeScript in the repository, JavaScript in the published package. */
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './svd-worker.ts' : './svd-worker.js', import.meta.url)

/**
 * As `projectToMonarch`, on several threads where that pays; in a browser on the caller's.
 * @throws {ShapeError} when the widths differ; {NotFiniteError} for NaN or infinity.
 */
export async function projectAsync<A extends NumberArray>(
  dense: DenseMatrix<A>,
  shape: MonarchShape,
  { threads, onProgress }: ProjectOptions = {},
): Promise<Projection<A>> {
  const { k, p, l, s } = shape
  const operations = 8 * k * l * s * p * Math.min(s, p)
  if (threads === 1 || (threads === undefined && operations < worthThreads))
    return projectToMonarch(dense, shape, onProgress)
  const assembly = new ProjectionAssembly(dense, shape, onProgress)
  const waiting = assembly.submatrices.toReversed()
  const count = Math.min(threads ?? availableParallelism(), waiting.length)
  const workers = Array.from({ length: count }, () => new Worker(workerUrl))
  try {
    await Promise.all(workers.map((worker) => workOff(worker, waiting, dense, shape, assembly)))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return assembly.finish()
}

/** Hands one worker a sub-matrix after the other until none is left. */
async function workOff<A extends NumberArray>(
  worker: Worker,
  waiting: Submatrix[],
  dense: DenseMatrix<A>,
  shape: MonarchShape,
  assembly: ProjectionAssembly<A>,
): Promise<void> {
  for (let submatrix = waiting.pop(); submatrix !== undefined; submatrix = waiting.pop()) {
    const a = cutSubmatrix(dense, shape, submatrix)
    const job: SvdJob = { a, rows: shape.s, columns: shape.p, rank: submatrix.hiddenUnits.length }
    worker.postMessage(job, buffersOf(a))
    const [factors] = (await EventEmitter.once(worker, 'message')) as [LowRankFactors<A>]
    assembly.add(submatrix, factors)
  }
}

function buffersOf(values: NumberArray): ArrayBuffer[] {
  return planesOf(values).map(({ buffer }) => buffer as ArrayBuffer)
}
