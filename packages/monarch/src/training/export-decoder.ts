import { input } from '../graph/primitives.ts'
import { optimise } from '../graph/passes/optimise.ts'
import { trace } from '../graph/trace.ts'
import { Scope } from '../layers/scope.ts'
import { decoder, type DecoderConfig } from '../models/decoder.ts'
import { encodeModel } from '../onnx/encode.ts'
import { lowerGraph } from '../onnx/lower.ts'
import type { Tensor } from '../runtime/backend.ts'

/**
 * A trained decoder as an ONNX file with its weights inside: `ids` [context] of int32 to `logits` [context, vocabulary].
 * A shorter text is filled up at its end: what follows a token does not change what is said after it.
 * @param parameters by name; others are passed over
 */
export function exportDecoder(form: DecoderConfig, parameters: ReadonlyMap<string, Tensor>): Uint8Array {
  const scope = new Scope()
  const logits = decoder(scope, input('ids', [form.context], 'int32'), 1, form)
  const weights = scope.parameters.map(({ name }) => [name, bytesOf(parameters.get(name), name)] as const)
  return encodeModel(lowerGraph(optimise(trace({ logits })), 'decoder', new Map(weights)), 'monarch')
}

function bytesOf(tensor: Tensor | undefined, name: string): Uint8Array {
  if (tensor === undefined) throw new Error(`internal: the model has a parameter "${name}" that was not trained`)
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength)
}
