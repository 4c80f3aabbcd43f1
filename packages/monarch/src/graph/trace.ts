import { InvalidGraphError } from './errors.ts'
import type { Node, NodeOf } from './node.ts'

/** A program: what is given at a run, and what it answers under which name. */
export interface Graph {
  readonly inputs: readonly NodeOf<'input'>[]
  /** Each node after its inputs. */
  readonly nodes: readonly Node[]
  readonly outputs: ReadonlyMap<string, Node>
}

/** The graph of everything that the outputs need. */
export function trace(outputs: Readonly<Record<string, Node>>): Graph {
  const named = new Map(Object.entries(outputs))
  const nodes = sortTopologically([...named.values()])
  const inputs = nodes.filter((node) => node.op === 'input')
  const names = new Set<string>()
  for (const { attributes } of inputs) {
    if (names.has(attributes.name)) throw new InvalidGraphError('trace', `two inputs are called "${attributes.name}"`)
    names.add(attributes.name)
  }
  const shared = [...named.keys()].find((name) => names.has(name))
  if (shared !== undefined) throw new InvalidGraphError('trace', `an input and an output are both called "${shared}"`)
  return { inputs, nodes, outputs: named }
}

/** Depth first with a stack of its own: graphs of training steps are deeper than the call stack. */
export function sortTopologically(roots: readonly Node[]): Node[] {
  const order: Node[] = []
  const state = new Map<Node, 'open' | 'done'>()
  const stack = roots.toReversed()
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    if (state.has(node)) {
      stack.pop()
      if (state.get(node) === 'open') order.push(node)
      state.set(node, 'done')
      continue
    }
    state.set(node, 'open')
    for (const source of node.inputs.toReversed()) if (!state.has(source)) stack.push(source)
  }
  return order
}
