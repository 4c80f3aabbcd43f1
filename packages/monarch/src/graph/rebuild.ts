import { dispatch, type Node, type OpTable } from './node.ts'
import * as primitives from './primitives.ts'

/** What the constructor of each primitive makes of these inputs and the node's attributes. */
const constructors: OpTable<Node, [inputs: readonly Node[]]> = {
  input: (node) => node,
  constant: (node) => node,
  neg: (_, [x]) => primitives.neg(x as Node),
  exp: (_, [x]) => primitives.exp(x as Node),
  log: (_, [x]) => primitives.log(x as Node),
  sqrt: (_, [x]) => primitives.sqrt(x as Node),
  tanh: (_, [x]) => primitives.tanh(x as Node),
  sigmoid: (_, [x]) => primitives.sigmoid(x as Node),
  erf: (_, [x]) => primitives.erf(x as Node),
  geluTanh: (_, [x]) => primitives.geluTanh(x as Node),
  sin: (_, [x]) => primitives.sin(x as Node),
  cos: (_, [x]) => primitives.cos(x as Node),
  add: (_, [a, b]) => primitives.add(a as Node, b as Node),
  sub: (_, [a, b]) => primitives.sub(a as Node, b as Node),
  mul: (_, [a, b]) => primitives.mul(a as Node, b as Node),
  div: (_, [a, b]) => primitives.div(a as Node, b as Node),
  maximum: (_, [a, b]) => primitives.maximum(a as Node, b as Node),
  less: (_, [a, b]) => primitives.less(a as Node, b as Node),
  equal: (_, [a, b]) => primitives.equal(a as Node, b as Node),
  where: (_, [condition, a, b]) => primitives.where(condition as Node, a as Node, b as Node),
  cast: ({ attributes }, [x]) => primitives.cast(x as Node, attributes.to),
  matmul: (_, [a, b]) => primitives.matmul(a as Node, b as Node),
  reshape: ({ shape }, [x]) => primitives.reshape(x as Node, shape),
  broadcast: ({ shape }, [x]) => primitives.broadcast(x as Node, shape),
  transpose: ({ attributes }, [x]) => primitives.transpose(x as Node, attributes.permutation),
  slice: ({ attributes }, [x]) => primitives.slice(x as Node, attributes.starts, attributes.ends),
  pad: ({ attributes }, [x]) => primitives.pad(x as Node, attributes.before, attributes.after),
  concat: ({ attributes }, inputs) => primitives.concat(inputs, attributes.axis),
  sum: ({ attributes }, [x]) => primitives.sum(x as Node, attributes.axes),
  max: ({ attributes }, [x]) => primitives.max(x as Node, attributes.axes),
  softmax: (_, [x]) => primitives.softmax(x as Node),
  logSoftmax: (_, [x]) => primitives.logSoftmax(x as Node),
  gather: (_, [table, ids]) => primitives.gather(table as Node, ids as Node),
  scatterAdd: ({ attributes }, [ids, updates]) => primitives.scatterAdd(ids as Node, updates as Node, attributes.rows),
  crossEntropy: (_, [logits, targets]) => primitives.crossEntropy(logits as Node, targets as Node),
  crossEntropyGradient: (_, [logits, targets, upstream]) =>
    primitives.crossEntropyGradient(logits as Node, targets as Node, upstream as Node),
}

/** The same primitive applied to other inputs, checked anew. */
export function rebuild(node: Node, inputs: readonly Node[]): Node {
  return dispatch(constructors, node, inputs)
}
