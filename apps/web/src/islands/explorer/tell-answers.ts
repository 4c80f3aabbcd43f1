import type { GraphCommon, GraphEdge, GraphNode, GraphPath } from '@bzpeer/domain'
import { entityWords } from '#lib/entity-words.ts'
import { formatCountOf } from '#lib/figures.ts'
import { buttonOf, linkTo, make, nameOf } from './make.ts'

type Choose = (id: string) => void

/** A way in words: a chain of names, with the works on each step. */
export function tellWay({ path, detail }: GraphPath, choose: Choose): HTMLElement[] {
  const sentence = make('p', '', detail)
  if (path === null) return [sentence]
  const chain = make('ol', 'chain')
  const onWay = new Set(path.nodes.map(({ id }) => id))
  for (const [index, node] of path.nodes.entries()) {
    const edge = path.edges[index]
    const item = make('li', '', nameButton(node, choose))
    if (edge !== undefined) item.append(stepOf(edge, onWay))
    chain.append(item)
  }
  return [sentence, chain]
}

/** A step with the works that show it, but those that the chain names itself. */
function stepOf({ reason, works }: GraphEdge, onWay: ReadonlySet<string>): HTMLElement {
  const others = works.filter(({ id }) => !onWay.has(id))
  const links = others.flatMap(({ id, title }, index) => [index > 0 ? '; ' : ': ', linkTo(`/works/${id}`, title)])
  return make('p', 'step', reason, ...links)
}

function nameButton({ id, label }: GraphNode, choose: Choose): HTMLButtonElement {
  return buttonOf('link', nameOf(label), () => choose(id))
}

/** What two have in common, kind by kind. */
export function tellCommon({ a, b, common, cited, truncated }: GraphCommon, choose: Choose): HTMLElement[] {
  const groups = Map.groupBy(common, ({ node }) => node.kind)
  const lists: HTMLElement[] = [...groups].map(([kind, entries]) =>
    make(
      'div',
      '',
      make('h2', '', entityWords[kind].many),
      make(
        'ul',
        '',
        ...entries.map(({ node, to_a, to_b }) =>
          make(
            'li',
            '',
            nameButton(node, choose),
            make('p', 'step', `${to_a.reason} (`, nameOf(a.label), `); ${to_b.reason} (`, nameOf(b.label), ')'),
          ),
        ),
      ),
    ),
  )
  if (cited.length > 0) lists.push(citedList(a, b, cited))
  if (lists.length === 0) return [make('p', '', 'This site knows of nothing that the two have in common.')]
  return truncated ? [...lists, make('p', 'small', 'There may be more; the closest of each kind are listed.')] : lists
}

function citedList(a: GraphNode, b: GraphNode, cited: GraphCommon['cited']): HTMLElement {
  const items = cited.map(({ path, title, by_a, by_b }) => {
    const [ofA, ofB] = [by_a, by_b].map((count) => formatCountOf(count, 'work'))
    return make(
      'li',
      '',
      linkTo(path, title),
      make('p', 'step', `cited by ${ofA} of `, nameOf(a.label), ` and ${ofB} of `, nameOf(b.label)),
    )
  })
  return make('div', '', make('h2', '', 'Works cited by both'), make('ul', '', ...items))
}
