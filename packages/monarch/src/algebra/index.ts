export * from './algebra-errors.ts'
export { createDense, type DenseMatrix, denseOfMonarch, transposeDense } from './dense-matrix.ts'
export { type Fit, fitToInputs } from './fit-to-inputs.ts'
export { factoriseMmStar } from './mm-star/factorise-mm-star.ts'
export {
  type ComplexMonarchMatrix,
  conjugateMonarch,
  createMonarch,
  type MonarchMatrix,
  scaleInputs,
  scaleOutputs,
  toComplexMonarch,
} from './monarch-matrix.ts'
export { type BlockCount, type MonarchShape, monarchShape, parameterCount } from './monarch-shape.ts'
export { multiplyAdjoint, multiplyMonarch, multiplyTransposed } from './multiply.ts'
export { type ComplexArray, complexArray, type NumberArray, toComplexArray } from './numbers.ts'
export {
  adjoint,
  adjointOfProduct,
  createProduct,
  denseOfProduct,
  type MonarchFactor,
  type MonarchProduct,
  multiplyProduct,
  plain,
} from './product.ts'
export { type ProgressListener, type Projection, type ProjectOptions, projectToMonarch } from './project.ts'
export { projectAsync } from '#project-async'
export { acdcProduct } from './transforms/acdc.ts'
export { type ButterflyLevel, butterflyMonarch } from './transforms/butterfly.ts'
export { circulantProduct, convolutionProduct, toeplitzProduct } from './transforms/circulant.ts'
export { dctProduct, dstProduct } from './transforms/cosine.ts'
export { dftProduct } from './transforms/dft.ts'
export { dftMonarch, type PermutedDft } from './transforms/dft-monarch.ts'
export { fastfoodProduct, type FastfoodOptions } from './transforms/fastfood.ts'
export type { Grid } from './transforms/grid.ts'
export { hadamardMonarch } from './transforms/hadamard.ts'
export { permutationProduct } from './transforms/permutation.ts'
export { type TransposedMonarch, transposeMonarch } from './transpose-monarch.ts'
