import { describe, expect, test } from 'vitest'
import { edgesToCsv, escapeXml, nodesToCsv, toGraphml, toJson } from './export-data.ts'
import { sampleEdge, sampleNode } from './sample-graph.ts'

const nodes = [
  sampleNode('A1', { label: '=1+1 "quoted", & <b>', works_count: 3, years: [2001, 2004] }),
  sampleNode('W2', { label: 'Plain', cited_by_count: 7 }),
]
const edges = [{ ...sampleEdge('A1 W2', 0.5, [2004, 2004]), works: [{ id: 'W2', title: 'Plain', year: 2004 }] }]
const input = {
  nodes,
  edges,
  address: 'https://host/explore?focus=A1&v=1',
  places: new Map([['A1', { x: 1.23, y: -4 }]]),
}

describe('what is shown, as a file', () => {
  test('of CSV quotes what needs it, and starts no formula', () => {
    expect(nodesToCsv(input).split('\r\n')).toEqual([
      'id,kind,name,address,works,cited_by,ties_first_year,ties_last_year',
      `A1,author,"'=1+1 ""quoted"", & <b>",https://host/A1,3,,2001,2004`,
      'W2,work,Plain,https://host/W2,,7,,',
      '',
    ])
    expect(edgesToCsv(input).split('\r\n')[1]).toBe('A1,W2,coauthored,0.5,why A1 W2,W2,1,2004,2004')
  })

  test('of JSON holds nodes with their places, edges, and the address that shows them', () => {
    const read = JSON.parse(toJson(input)) as typeof input
    expect(read.address).toBe(input.address)
    expect(read.nodes[0]).toMatchObject({ id: 'A1', x: 1.2, y: -4 })
    expect(read.edges).toEqual(edges)
  })

  test('of GraphML names every key it uses, and escapes what is a sign of XML', () => {
    const xml = toGraphml(input)
    const declared = new Set([...xml.matchAll(/<key id="(\w+)"/g)].map(([, id]) => id))
    for (const [, key = ''] of xml.matchAll(/<data key="(\w+)"/g)) expect(declared).toContain(key)
    expect(xml).toContain('<data key="node_name">=1+1 &quot;quoted&quot;, &amp; &lt;b&gt;</data>')
    expect(xml).toContain('<data key="node_ties_last_year">2004</data>')
    expect(xml).toContain('<edge source="A1" target="W2">')
    expect(escapeXml('a\u0000b\uD800c')).toBe('ab\uFFFDc')
  })
})
