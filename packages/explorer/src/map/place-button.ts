import type { PlaceNode } from './cluster-places.ts'

/** Pixels: the least that is seen, that takes a number, and what the heaviest circle of the world measures. */
const diameters = { least: 9, leastNumbered: 22, most: 42 } as const

/** The button that stands for a circle. Its area grows with its weight, up to that of `heaviest`. */
export function createPlaceButton(node: PlaceNode, heaviest: number): HTMLButtonElement {
  const { places, weight } = node
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'map-place'
  button.classList.toggle('several', places.length > 1)
  const circle = createPart('circle', places.length > 1 ? String(places.length) : '')
  circle.setAttribute('aria-hidden', 'true')
  const share = Math.sqrt(Math.min(1, weight / Math.max(1, heaviest)))
  const least = places.length > 1 ? diameters.leastNumbered : diameters.least
  circle.style.setProperty('--size', `${Math.round(least + (diameters.most - least) * share)}px`)
  const name = document.createElement('bdi')
  name.textContent = places[0]?.name ?? ''
  // Seen beside the largest circles, and while the pointer or the focus is on it; read aloud always.
  const label = createPart('label', places.length > 1 ? ` and ${places.length - 1} more` : '')
  label.prepend(name)
  button.append(circle, label, createPart('visually-hidden', detailOf(node)))
  return button
}

function createPart(className: string, text: string): HTMLElement {
  const part = document.createElement('span')
  part.className = className
  part.textContent = text
  return part
}

function detailOf({ places, opensAt }: PlaceNode): string {
  if (places.length > 1) return opensAt === undefined ? 'at one point: list them' : 'nearby: zoom in'
  const { where = '', note = '' } = places[0] ?? {}
  return [where === '' ? '' : `in ${where}`, note].filter((part) => part !== '').join(': ')
}
