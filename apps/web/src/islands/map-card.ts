import type { MapChoice, MapData, MapLine, MapPlace } from '@bzpeer/explorer/map'

/** What was chosen on a map, in words: where it leads, and why lines are there. */
export function fillCard(card: HTMLElement, choice: MapChoice, { places }: MapData): void {
  const names = new Map(places.map((place) => [place.id, place]))
  const parts = choice.kind === 'line' ? describeLines(choice.line.lines, names) : describePlaces(choice, names)
  card.replaceChildren(...parts)
}

type Names = ReadonlyMap<string, MapPlace>

function describePlaces({ node, lines }: Extract<MapChoice, { kind: 'place' }>, names: Names): HTMLElement[] {
  const [first] = node.places
  if (first === undefined) return []
  if (node.places.length > 1)
    return [
      paragraph('heading', `${node.places.length} institutions at one point`),
      list(node.places.map((place) => [linkTo(place), place.note === '' ? '' : `: ${place.note}`])),
    ]
  const all = lines.flatMap((line) => line.lines).toSorted((a, b) => b.weight - a.weight)
  return [
    paragraph('heading', linkTo(first)),
    paragraph('', [first.where, first.note].filter((part) => part !== '').join(' · ')),
    ...(all.length === 0
      ? []
      : [
          paragraph('', 'Strongest collaborations shown here:'),
          list(
            all.map(({ source, target, reason }) => {
              const other = names.get(source === first.id ? target : source)
              return [other === undefined ? '' : linkTo(other), `: ${reason}`]
            }),
          ),
        ]),
  ]
}

function describeLines(lines: readonly MapLine[], names: Names): HTMLElement[] {
  return [
    paragraph('heading', lines.length === 1 ? 'Works together' : `${lines.length} pairs work together`),
    list(
      lines.map(({ source, target, reason }) => {
        const [one, other] = [names.get(source), names.get(target)]
        return one === undefined || other === undefined ? [] : [linkTo(one), ' and ', linkTo(other), `: ${reason}`]
      }),
    ),
  ]
}

function linkTo({ name, url }: MapPlace): HTMLElement {
  const link = document.createElement('a')
  link.href = url
  const text = document.createElement('bdi')
  text.textContent = name
  link.append(text)
  return link
}

function paragraph(className: string, content: string | HTMLElement): HTMLElement {
  const element = document.createElement('p')
  element.className = className
  element.append(content)
  return element
}

function list(items: readonly (readonly (string | HTMLElement)[])[]): HTMLElement {
  const element = document.createElement('ul')
  for (const parts of items) {
    const item = document.createElement('li')
    item.append(...parts)
    element.append(item)
  }
  return element
}
