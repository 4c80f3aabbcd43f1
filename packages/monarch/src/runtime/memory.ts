import type { Node } from '../graph/node.ts'
import { sizeOf } from '../graph/shape.ts'
import type { Graph } from '../graph/trace.ts'
import { OutOfMemoryError } from './backend-errors.ts'

const bytesOf = { float32: 4, int32: 4, bool: 1 } as const

/**
 * Bytes that are alive at once when the nodes run in their order. Inputs and constants are there all the time; so are
 * outputs, whose buffers a run may be given.
 */
export function peakBytes(graph: Graph): number {
  const { ownerOf, lastUseOf } = findLifetimes(graph)
  const dying = graph.nodes.map((): Node[] => [])
  for (const [node, index] of lastUseOf) dying[index]?.push(node)
  const lasting = new Set(graph.nodes.filter((node) => isGiven(node) || lastUseOf.get(node) === graph.nodes.length))
  let alive = [...lasting].reduce((total, node) => total + sizeInBytes(node), 0)
  let peak = alive
  for (const [index, node] of graph.nodes.entries()) {
    if (ownerOf.get(node) === node && !lasting.has(node)) alive += sizeInBytes(node)
    peak = Math.max(peak, alive)
    for (const dead of dying[index] ?? []) alive -= lasting.has(dead) ? 0 : sizeInBytes(dead)
  }
  return peak
}

interface Lifetimes {
  /** Whose bytes a node's value lies in: a reshape leaves them where they are. */
  readonly ownerOf: ReadonlyMap<Node, Node>
  /** The place of the last node that reads an owner's bytes; past the end for outputs. */
  readonly lastUseOf: ReadonlyMap<Node, number>
}

function findLifetimes(graph: Graph): Lifetimes {
  const ownerOf = new Map<Node, Node>()
  const lastUseOf = new Map<Node, number>()
  const use = (node: Node, index: number): void => void lastUseOf.set(ownerOf.get(node) ?? node, index)
  for (const [index, node] of graph.nodes.entries()) {
    const [source] = node.inputs
    ownerOf.set(node, node.op === 'reshape' && source !== undefined ? (ownerOf.get(source) ?? source) : node)
    for (const used of [node, ...node.inputs]) use(used, index)
  }
  for (const node of graph.outputs.values()) use(node, graph.nodes.length)
  return { ownerOf, lastUseOf }
}

function isGiven(node: Node): boolean {
  return node.op === 'input' || node.op === 'constant'
}

function sizeInBytes(node: Node): number {
  return sizeOf(node.shape) * bytesOf[node.dtype]
}

/** Node tells what is free, container limits included; browsers do not, and are left to find out. */
export function availableBytes(): number {
  const { process } = globalThis as { process?: { availableMemory?: () => number } }
  return process?.availableMemory?.() ?? Infinity
}

/** @throws {OutOfMemoryError} */
export function assertFits(graph: Graph): void {
  assertBytesFit(peakBytes(graph))
}

/** @throws {OutOfMemoryError} */
export function assertBytesFit(needed: number): void {
  const available = availableBytes()
  if (needed > available) throw new OutOfMemoryError(needed, available)
}
