import { PbfWriter as Pbf } from 'pbf'
import {
  elementTypes,
  irVersion,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  opset,
} from './model.ts'

/** `AttributeProto.AttributeType` */
const attributeTypes = { float: 1, int: 2, text: 3, ints: 7 } as const
const externalData = 1

/** The model as the bytes of an `.onnx` file. Field numbers are those of `onnx.proto`. */
export function encodeModel(model: OnnxModel, producer: string): Uint8Array {
  const pbf = new Pbf()
  pbf.writeVarintField(1, irVersion)
  pbf.writeStringField(2, producer)
  pbf.writeMessage(7, writeGraph, model)
  pbf.writeMessage(8, writeOpset, opset)
  return pbf.finish()
}

function writeOpset(version: number, pbf: Pbf): void {
  pbf.writeStringField(1, '')
  pbf.writeVarintField(2, version)
}

function writeGraph(model: OnnxModel, pbf: Pbf): void {
  for (const node of model.nodes) pbf.writeMessage(1, writeNode, node)
  pbf.writeStringField(2, model.name)
  for (const tensor of model.initializers) pbf.writeMessage(5, writeTensor, tensor)
  for (const value of model.inputs) pbf.writeMessage(11, writeValue, value)
  for (const value of model.outputs) pbf.writeMessage(12, writeValue, value)
}

function writeNode(node: OnnxNode, pbf: Pbf): void {
  for (const name of node.inputs) pbf.writeStringField(1, name)
  for (const name of node.outputs) pbf.writeStringField(2, name)
  pbf.writeStringField(3, node.outputs[0] ?? '')
  pbf.writeStringField(4, node.opType)
  for (const entry of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, entry)
}

function writeAttribute([name, value]: [string, OnnxAttribute], pbf: Pbf): void {
  pbf.writeStringField(1, name)
  if ('float' in value) {
    pbf.writeFloatField(2, value.float)
    pbf.writeVarintField(20, attributeTypes.float)
  } else if ('int' in value) {
    pbf.writeVarintField(3, value.int)
    pbf.writeVarintField(20, attributeTypes.int)
  } else if ('text' in value) {
    pbf.writeBytesField(4, new TextEncoder().encode(value.text))
    pbf.writeVarintField(20, attributeTypes.text)
  } else {
    for (const int of value.ints) pbf.writeVarintField(8, int)
    pbf.writeVarintField(20, attributeTypes.ints)
  }
}

function writeTensor({ name, type, dims, data }: OnnxTensor, pbf: Pbf): void {
  for (const size of dims) pbf.writeVarintField(1, size)
  pbf.writeVarintField(2, elementTypes[type])
  pbf.writeStringField(8, name)
  if (data instanceof Uint8Array) {
    pbf.writeBytesField(9, data)
    return
  }
  const entries = Object.entries({ location: data.location, offset: `${data.offset}`, length: `${data.length}` })
  for (const entry of entries) pbf.writeMessage(13, writeEntry, entry)
  pbf.writeVarintField(14, externalData)
}

function writeEntry([key, value]: [string, string], pbf: Pbf): void {
  pbf.writeStringField(1, key)
  pbf.writeStringField(2, value)
}

function writeValue({ name, type, dims }: OnnxValue, pbf: Pbf): void {
  pbf.writeStringField(1, name)
  pbf.writeMessage(2, writeType, { type, dims })
}

type TensorType = Pick<OnnxValue, 'type' | 'dims'>

function writeType(value: TensorType, pbf: Pbf): void {
  pbf.writeMessage(1, writeTensorType, value)
}

function writeTensorType({ type, dims }: TensorType, pbf: Pbf): void {
  pbf.writeVarintField(1, elementTypes[type])
  pbf.writeMessage(2, writeShape, dims)
}

function writeShape(dims: readonly number[], pbf: Pbf): void {
  for (const size of dims) pbf.writeMessage(1, writeDimension, size)
}

function writeDimension(size: number, pbf: Pbf): void {
  pbf.writeVarintField(1, size)
}
