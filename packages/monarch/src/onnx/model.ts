/** The part of ONNX's format that is written here, with the names of `onnx.proto` (ONNX IR version 10, opset 21). */

export const opset = 21
export const irVersion = 10

/** `TensorProto.DataType` */
export const elementTypes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const
export type ElementType = keyof typeof elementTypes

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }

export interface OnnxNode {
  readonly opType: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

export interface OnnxTensor {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly number[]
  /** The elements themselves, or where they lie in a file beside the model. */
  readonly data: Uint8Array | { readonly location: string; readonly offset: number; readonly length: number }
}

export interface OnnxValue {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly number[]
}

export interface OnnxModel {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxTensor[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}
