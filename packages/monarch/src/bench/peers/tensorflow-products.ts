/**
 * The gradient of TensorFlow.js's matrix product. Its own asks for products with a transposed operand, for which the
 * Wasm backend has a kernel that is up to thirty times slower than the one for operands as they lie.
 */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'

type GradientConfig = NonNullable<ReturnType<typeof tf.getGradient>>

const own = tf.getGradient(tf.BatchMatMul)

const transposedFirst: GradientConfig = {
  kernelName: tf.BatchMatMul,
  inputsToSave: ['a', 'b'],
  // Of matrices as they lie alone: c = a·b, so da = dc·bᵀ and db = aᵀ·dc.
  gradFunc: (upstream, saved) => {
    const [[a, b], dc] = [saved as [tf.Tensor, tf.Tensor], upstream as tf.Tensor]
    return { a: () => tf.matMul(dc, transposeLast(b)), b: () => tf.matMul(transposeLast(a), dc) }
  },
}

/** For all gradients from now on. */
export function useProductGradient(which: 'its own' | 'transposed first'): void {
  if (own === undefined) throw new Error('internal: TensorFlow.js has no gradient of its matrix product')
  tf.unregisterGradient(tf.BatchMatMul)
  tf.registerGradient(which === 'its own' ? own : transposedFirst)
}

function transposeLast(x: tf.Tensor): tf.Tensor {
  const { rank } = x
  return tf.transpose(x, [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2])
}
