import { input } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import { Scope } from '../layers/scope.ts'
import { decoder, type DecoderConfig } from '../models/decoder.ts'
import { exportOnnx } from '../onnx/export.ts'
import type { Tensor } from '../runtime/backend.ts'

/**
 * A trained decoder as an ONNX file with its weights inside: `ids` [context] of int32 to `logits` [context, vocabulary].
 * A shorter text is filled up at its end: what follows a token does not change what is said after it.
 * @param parameters by name; others are passed over, and one that is not there stays an input of the model
 * @throws {ShapeError} when a parameter is of another shape than the model's.
 * @throws {ModelTooLargeError}
 */
export function exportDecoder(form: DecoderConfig, parameters: ReadonlyMap<string, Tensor>): Uint8Array {
  const logits = decoder(new Scope(), input('ids', [form.context], 'int32'), 1, form)
  return exportOnnx(trace({ logits }), parameters, { name: 'decoder' }).model
}
