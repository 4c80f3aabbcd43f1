/** The parts of an ONNX file that its tests look at; field numbers are those of `onnx.proto`. */
import { PbfReader } from 'pbf'

export interface ReadTensor {
  name: string
  dims: number[]
  type: number
  bytes: number
  external: Record<string, string>
}

export interface ReadValue {
  name: string
  type: number
  dims: number[]
}

export interface ReadNode {
  name: string
  op: string
  inputs: string[]
  outputs: string[]
  attributes: string[]
}

export interface ReadModel {
  irVersion: number
  producer: string
  opsets: { domain: string; version: number }[]
  name: string
  nodes: ReadNode[]
  initializers: ReadTensor[]
  inputs: ReadValue[]
  outputs: ReadValue[]
}

type Fields<T> = (tag: number, into: T, pbf: PbfReader) => void

export function readOnnx(bytes: Uint8Array): ReadModel {
  const model: ReadModel = {
    irVersion: 0,
    producer: '',
    opsets: [],
    name: '',
    nodes: [],
    initializers: [],
    inputs: [],
    outputs: [],
  }
  return new PbfReader(bytes).readFields(modelFields, model)
}

const modelFields: Fields<ReadModel> = (tag, model, pbf) => {
  if (tag === 1) model.irVersion = pbf.readVarint()
  else if (tag === 2) model.producer = pbf.readString()
  else if (tag === 7) pbf.readMessage(graphFields, model)
  else if (tag === 8) model.opsets.push(pbf.readMessage(opsetFields, { domain: '', version: 0 }))
}

const opsetFields: Fields<ReadModel['opsets'][number]> = (tag, opset, pbf) => {
  if (tag === 1) opset.domain = pbf.readString()
  else if (tag === 2) opset.version = pbf.readVarint()
}

const graphFields: Fields<ReadModel> = (tag, model, pbf) => {
  if (tag === 1)
    model.nodes.push(pbf.readMessage(nodeFields, { name: '', op: '', inputs: [], outputs: [], attributes: [] }))
  else if (tag === 2) model.name = pbf.readString()
  else if (tag === 5)
    model.initializers.push(pbf.readMessage(tensorFields, { name: '', dims: [], type: 0, bytes: 0, external: {} }))
  else if (tag === 11) model.inputs.push(pbf.readMessage(valueFields, { name: '', type: 0, dims: [] }))
  else if (tag === 12) model.outputs.push(pbf.readMessage(valueFields, { name: '', type: 0, dims: [] }))
}

const nodeFields: Fields<ReadNode> = (tag, node, pbf) => {
  if (tag === 1) node.inputs.push(pbf.readString())
  else if (tag === 2) node.outputs.push(pbf.readString())
  else if (tag === 3) node.name = pbf.readString()
  else if (tag === 4) node.op = pbf.readString()
  else if (tag === 5) node.attributes.push(pbf.readMessage(attributeFields, { name: '' }).name)
}

const attributeFields: Fields<{ name: string }> = (tag, attribute, pbf) => {
  if (tag === 1) attribute.name = pbf.readString()
}

const tensorFields: Fields<ReadTensor> = (tag, tensor, pbf) => {
  if (tag === 1) tensor.dims.push(pbf.readVarint())
  else if (tag === 2) tensor.type = pbf.readVarint()
  else if (tag === 8) tensor.name = pbf.readString()
  else if (tag === 9) tensor.bytes = pbf.readBytes().length
  else if (tag === 13) {
    const { key, value } = pbf.readMessage(entryFields, { key: '', value: '' })
    tensor.external[key] = value
  }
}

const entryFields: Fields<{ key: string; value: string }> = (tag, entry, pbf) => {
  if (tag === 1) entry.key = pbf.readString()
  else if (tag === 2) entry.value = pbf.readString()
}

const valueFields: Fields<ReadValue> = (tag, value, pbf) => {
  if (tag === 1) value.name = pbf.readString()
  else if (tag === 2) pbf.readMessage(typeFields, value)
}

const typeFields: Fields<ReadValue> = (tag, value, pbf) => {
  if (tag === 1) pbf.readMessage(tensorTypeFields, value)
}

const tensorTypeFields: Fields<ReadValue> = (tag, value, pbf) => {
  if (tag === 1) value.type = pbf.readVarint()
  else if (tag === 2) pbf.readMessage(shapeFields, value)
}

const shapeFields: Fields<ReadValue> = (tag, value, pbf) => {
  if (tag === 1) value.dims.push(pbf.readMessage(dimensionFields, { size: -1 }).size)
}

const dimensionFields: Fields<{ size: number }> = (tag, dimension, pbf) => {
  if (tag === 1) dimension.size = pbf.readVarint()
}
