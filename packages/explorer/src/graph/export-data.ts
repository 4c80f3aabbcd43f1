import type { GraphEdge, GraphNode } from '@bzpeer/domain'
import type { ShownGraph } from './filter-graph.ts'
import type { Point } from './place-nodes.ts'

/** What is shown, with where it came from and where each node stands, as files for other programs. */
export interface ExportInput extends ShownGraph {
  /** Address that shows the same. */
  readonly address: string
  readonly places: ReadonlyMap<string, Point>
}

export function toJson({ nodes, edges, address, places }: ExportInput): string {
  const placed = nodes.map((node) => {
    const { x, y } = places.get(node.id) ?? { x: 0, y: 0 }
    return { ...node, x: round(x), y: round(y) }
  })
  return `${JSON.stringify({ address, nodes: placed, edges }, null, 2)}\n`
}

const nodeColumns = {
  id: ({ id }) => id,
  kind: ({ kind }) => kind,
  name: ({ label }) => label,
  address: ({ url }) => url,
  works: ({ works_count }) => works_count,
  cited_by: ({ cited_by_count }) => cited_by_count,
  // Not of all its works, which stand beside them.
  ties_first_year: ({ years }) => years?.[0],
  ties_last_year: ({ years }) => years?.[1],
} satisfies Record<string, (node: GraphNode) => Cell>

const edgeColumns = {
  source: ({ source }) => source,
  target: ({ target }) => target,
  kind: ({ kind }) => kind,
  weight: ({ weight }) => weight,
  reason: ({ reason }) => reason,
  works: ({ works }) => works.map(({ id }) => id).join(' '),
  count: ({ count }) => count,
  first_year: ({ years }) => years?.[0],
  last_year: ({ years }) => years?.[1],
} satisfies Record<string, (edge: GraphEdge) => Cell>

type Cell = string | number | null | undefined

export function nodesToCsv({ nodes }: ShownGraph): string {
  return toCsv(nodeColumns, nodes)
}

export function edgesToCsv({ edges }: ShownGraph): string {
  return toCsv(edgeColumns, edges)
}

/** RFC 4180. A text that a spreadsheet would take for a formula begins with an apostrophe. */
function toCsv<Row>(columns: Readonly<Record<string, (row: Row) => Cell>>, rows: readonly Row[]): string {
  const cell = (value: Cell): string => {
    if (typeof value !== 'string') return String(value ?? '')
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = rows.map((row) =>
    Object.values(columns)
      .map((read) => cell(read(row)))
      .join(','),
  )
  return `${[Object.keys(columns).join(','), ...lines].join('\r\n')}\r\n`
}

type GraphmlType = 'string' | 'int' | 'double'
const graphmlNodeKeys: readonly (readonly [keyof typeof nodeColumns, GraphmlType])[] = [
  ['kind', 'string'],
  ['name', 'string'],
  ['address', 'string'],
  ['works', 'int'],
  ['cited_by', 'int'],
  ['ties_first_year', 'int'],
  ['ties_last_year', 'int'],
]
const graphmlEdgeKeys: readonly (readonly [keyof typeof edgeColumns, GraphmlType])[] = [
  ['kind', 'string'],
  ['weight', 'double'],
  ['reason', 'string'],
  ['works', 'string'],
  ['count', 'int'],
  ['first_year', 'int'],
  ['last_year', 'int'],
]

/** GraphML 1.0 (graphml.graphdrawing.org), as Gephi, yEd, igraph and NetworkX read it. */
export function toGraphml({ nodes, edges, address, places }: ExportInput): string {
  const keys = [
    ...graphmlNodeKeys.map(([name, type]) => keyElement('node', name, type)),
    ...(['x', 'y'] as const).map((name) => keyElement('node', name, 'double')),
    ...graphmlEdgeKeys.map(([name, type]) => keyElement('edge', name, type)),
  ]
  const nodeElements = nodes.map((node) => {
    const { x, y } = places.get(node.id) ?? { x: 0, y: 0 }
    const data = graphmlNodeKeys.map(([name]) => dataElement('node', name, nodeColumns[name](node)))
    const place = [dataElement('node', 'x', round(x)), dataElement('node', 'y', round(y))]
    return `    <node id="${escapeXml(node.id)}">${[...data, ...place].join('')}</node>`
  })
  const edgeElements = edges.map((edge) => {
    const data = graphmlEdgeKeys.map(([name]) => dataElement('edge', name, edgeColumns[name](edge)))
    return `    <edge source="${escapeXml(edge.source)}" target="${escapeXml(edge.target)}">${data.join('')}</edge>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    ...keys,
    '  <graph edgedefault="directed">',
    `    <desc>${escapeXml(address)}</desc>`,
    ...nodeElements,
    ...edgeElements,
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n')
}

function keyElement(of: 'node' | 'edge', name: string, type: GraphmlType): string {
  return `  <key id="${of}_${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`
}

function dataElement(of: 'node' | 'edge', name: string, value: Cell): string {
  return value === null || value === undefined || value === ''
    ? ''
    : `<data key="${of}_${name}">${escapeXml(String(value))}</data>`
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as XML holds it: its own signs named, and nothing that XML 1.0 has no place for. */
export function escapeXml(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- those are what is taken out
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .toWellFormed()
      .replaceAll(/[&<>"]/g, (sign) => named[sign] ?? '')
  )
}

function round(value: number): number {
  return Number(value.toFixed(1))
}
