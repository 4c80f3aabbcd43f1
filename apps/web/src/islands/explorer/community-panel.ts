import type { Community } from '@bzpeer/explorer/graph'
import { formatCount } from '#lib/figures.ts'
import { buttonOf, make, nameOf, partOf, typedPartOf } from './make.ts'
import { communityColours } from './read-palette.ts'

interface CommunityHandlers {
  readonly onOpen: () => void
  readonly onColour: (byCommunity: boolean) => void
  readonly onLook: (community: Community) => void
}

/** The communities of what is shown, by name; each leads to where it stands in the picture. */
export class CommunityPanel {
  readonly #panel: HTMLDetailsElement
  readonly #list: HTMLElement
  readonly #box: HTMLInputElement
  readonly #handlers: CommunityHandlers

  constructor(root: Element, handlers: CommunityHandlers) {
    this.#panel = typedPartOf(root, 'communities', HTMLDetailsElement)
    this.#list = partOf(root, 'community-list')
    this.#box = typedPartOf(root, 'colour', HTMLInputElement)
    this.#handlers = handlers
    this.#panel.addEventListener('toggle', () => {
      if (this.#panel.open) handlers.onOpen()
    })
    this.#box.addEventListener('change', () => handlers.onColour(this.#box.checked))
  }

  get isOpen(): boolean {
    return this.#panel.open
  }

  fill(communities: readonly Community[], isColoured: boolean): void {
    this.#box.checked = isColoured
    if (isColoured) this.#panel.open = true
    const items = communities.map((community, index) => {
      const swatch = make('span', `swatch ${index < communityColours ? `n${index}` : 'none'}`)
      const content = make('span', 'community', swatch, nameOf(community.name), formatCount(community.nodeIds.length))
      return make(
        'li',
        '',
        buttonOf('link', content, () => this.#handlers.onLook(community)),
      )
    })
    if (items.length === 0) items.push(make('li', 'small', 'Nothing here is tied closely enough to form one.'))
    this.#list.replaceChildren(...items)
  }
}
