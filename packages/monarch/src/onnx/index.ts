export { encodeModel } from './encode.ts'
export { type ExportedModel, exportOnnx, type ExportOptions, ModelTooLargeError } from './export.ts'
export { lowerGraph, type Weights } from './lower.ts'
export { irVersion, type OnnxModel, opset } from './model.ts'
