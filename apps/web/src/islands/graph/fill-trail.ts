import { addressOf, type Trail, type TrailStep } from './slice-trail.ts'

/** Of those between the first and the last. */
const shownBetween = 2

/** The way that was taken, each step a link back to it. */
export function fillTrail(list: HTMLElement, trail: Trail, goTo: (trail: Trail) => void): void {
  const items = trail.map((step, index) => {
    const [first, ...rest] = trail.slice(0, index + 1)
    return createItem(step, first === undefined ? trail : [first, ...rest], index === trail.length - 1, goTo)
  })
  const hidden = items.slice(1, Math.max(1, items.length - 1 - shownBetween))
  for (const item of hidden) item.hidden = true
  if (hidden.length > 0) {
    const more = document.createElement('li')
    more.textContent = '…'
    items.splice(1, 0, more)
  }
  list.replaceChildren(...items)
}

function createItem(step: TrailStep, until: Trail, isLast: boolean, goTo: (trail: Trail) => void): HTMLElement {
  const item = document.createElement('li')
  const name = document.createElement('bdi')
  name.textContent = step.label
  if (isLast) {
    item.setAttribute('aria-current', 'true')
    item.append(name)
    return item
  }
  const link = document.createElement('a')
  link.href = addressOf(until) || location.pathname + location.search
  link.append(name)
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    goTo(until)
  })
  item.append(link)
  return item
}
