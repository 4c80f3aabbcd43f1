import type { Community, ExplorerState } from '@bzpeer/explorer/graph'
import { yearsOfGraph } from '@bzpeer/explorer/graph'
import { type CardActs, fillCard } from './chosen-card.ts'
import { CommunityPanel } from './community-panel.ts'
import { EntityField } from './entity-field.ts'
import type { ExplorerActs } from './explorer-acts.ts'
import { embedCode, ExportError, saveAs } from './explorer-exports.ts'
import type { Explored, ExplorerModel } from './explorer-model.ts'
import type { Picture } from './explorer-sight.ts'
import { ExplorerTables } from './explorer-tables.ts'
import { FilterPanel } from './filter-panel.ts'
import { buttonOf, make, nameOf, partOf, typedPartOf } from './make.ts'
import { PairPanel } from './pair-panel.ts'
import { tellCommon, tellWay } from './tell-answers.ts'
import { TimePanel } from './time-panel.ts'

/** All that stands around the picture: what is done there goes to the acts, and each state is seen there. */
export class ExplorerPanels {
  readonly #root: HTMLElement
  readonly #model: ExplorerModel
  readonly #acts: ExplorerActs
  readonly #tables: ExplorerTables
  readonly #tools: Tools | undefined
  readonly #time: TimePanel
  onCommunities: () => void = () => undefined

  constructor(root: HTMLElement, model: ExplorerModel, acts: ExplorerActs, picture: () => Picture | undefined) {
    this.#root = root
    this.#model = model
    this.#acts = acts
    this.#tables = new ExplorerTables(root, (sort) => {
      model.adjust({ ...model.state, sort })
      this.#fillTables(model.explored)
    })
    this.#time = new TimePanel(root, (until) => {
      model.adjust({ ...model.state, until })
      void model.refresh(until === null ? 'All years' : `Up to ${until}`)
    })
    if (root.hasAttribute('read-only')) return
    this.#tools = this.#openTools(picture)
  }

  #openTools(picture: () => Picture | undefined): Tools {
    const [root, acts] = [this.#root, this.#acts]
    const chosen = () => this.#model.nodeOf(this.#model.state.chosen ?? '')
    this.#listenToJump()
    this.#listenToExports(picture)
    acts.onHelp = () => typedPartOf(root, 'help', HTMLDialogElement).showModal()
    return {
      filters: new FilterPanel(root, (filters) =>
        acts.change(
          ({ kinds: _k, years: _y, topic: _t, strength: _s, ...rest }) => ({
            ...rest,
            kinds: filters.kinds,
            years: filters.years,
            topic: filters.topic,
            strength: filters.strength,
          }),
          'Filters changed',
        ),
      ),
      way: new PairPanel(root, 'way', 'authors', {
        onAsk: (from, to, form) => {
          const by = form.get('by') === 'citations' ? 'citations' : 'coauthors'
          const kind = form.get('kind') === 'strongest' ? 'strongest' : 'shortest'
          acts.change((state) => ({ ...state, way: { from, to, by, kind } }), '')
        },
        onClear: () => acts.change((state) => ({ ...state, way: null }), 'The way is taken away'),
        chosen,
        nameOf: (id) => acts.nameOf(id),
      }),
      common: new PairPanel(root, 'common', 'all', {
        onAsk: (a, b) => acts.change((state) => ({ ...state, common: [a, b] }), ''),
        onClear: () => acts.change((state) => ({ ...state, common: null }), 'What is common is taken away'),
        chosen,
        nameOf: (id) => acts.nameOf(id),
      }),
      communities: new CommunityPanel(root, {
        onOpen: () => this.onCommunities(),
        onColour: (byCommunity) =>
          acts.change(
            (state) => ({ ...state, colours: byCommunity ? 'communities' : 'kinds' }),
            byCommunity ? 'Coloured by community' : 'Coloured by kind',
          ),
        onLook: ({ nodeIds }) => acts.lookAt(nodeIds),
      }),
    }
  }

  #listenToJump(): void {
    const form = typedPartOf(this.#root, 'jump', HTMLFormElement)
    const field = new EntityField(form.elements.namedItem('to') as HTMLInputElement, 'all')
    this.#acts.onSearch = () => field.input.focus()
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void field.find().then((found) => {
        if ('problem' in found) field.input.setCustomValidity(found.problem)
        else {
          field.input.value = ''
          void this.#acts.jump(found.id)
          partOf(this.#root, 'picture').focus({ preventScroll: true })
        }
        return field.input.reportValidity()
      })
    })
    field.input.addEventListener('input', () => field.input.setCustomValidity(''))
  }

  #listenToExports(picture: () => Picture | undefined): void {
    for (const button of this.#root.querySelectorAll<HTMLButtonElement>('[data-export]'))
      button.addEventListener('click', () => {
        const { explored } = this.#model
        const title = this.#acts.nameOf(explored.state.focus)
        const saved = saveAs(button.dataset['export'] ?? '', { explored, picture: picture(), title })
        saved.catch((error: unknown) =>
          this.#acts.say(error instanceof ExportError ? error.message : 'The file could not be written.'),
        )
      })
    const details = typedPartOf(this.#root, 'exports', HTMLDetailsElement)
    const code = typedPartOf(this.#root, 'embed', HTMLTextAreaElement)
    details.addEventListener('toggle', () => this.#fillEmbed())
    details.querySelector('[data-act=copy-embed]')?.addEventListener('click', () => {
      code.select()
      void copy(code.value).then((isCopied) =>
        this.#acts.say(
          isCopied ? 'Copied' : 'The browser does not let this page copy. The text is marked: copy it by key.',
        ),
      )
    })
  }

  #fillEmbed(): void {
    const { explored } = this.#model
    typedPartOf(this.#root, 'embed', HTMLTextAreaElement).value = embedCode(
      explored,
      this.#acts.nameOf(explored.state.focus),
    )
  }

  fill(explored: Explored): void {
    const { state, graph, way, common } = explored
    const [a = '', b = ''] = state.common ?? []
    this.#root.dataset['colours'] = state.colours
    this.#fillTables(explored)
    this.fillChosen(explored)
    this.#time.fill(yearsOfGraph(graph), state.until)
    if (this.#tools === undefined) return
    this.#fillTitle(state)
    this.#tools.filters.fill(explored)
    const choose = (id: string): void => this.#acts.choose(id)
    this.#tools.way.fill(
      state.way && { ...state.way, choices: { by: state.way.by, kind: state.way.kind } },
      way.answer === null ? [way.refusal ?? ''] : tellWay(way.answer, choose),
    )
    this.#tools.common.fill(
      state.common && { from: a, to: b, choices: {} },
      common.answer === null ? [common.refusal ?? ''] : tellCommon(common.answer, choose),
    )
    this.#fillHidden(state)
    this.#fillEmbed()
  }

  #fillTables(explored: Explored): void {
    this.#tables.fill(explored, this.#model.state.sort, this.#model.state.chosen)
  }

  fillChosen({ shown }: Explored): void {
    const { state } = this.#model
    const card = partOf(this.#root, 'card')
    const node = shown.nodes.find(({ id }) => id === state.chosen)
    this.#tables.choose(state.chosen)
    if (node === undefined) card.hidden = true
    else fillCard(card, { node, shown, state }, this.#cardActs(), this.#root.hasAttribute('read-only'))
  }

  #cardActs(): CardActs {
    const back = (act: (id: string) => void) => (id: string) => {
      act(id)
      partOf(this.#root, 'picture').focus({ preventScroll: true })
    }
    return {
      expand: back((id) => this.#acts.expand(id)),
      pin: back((id) => this.#acts.pin(id)),
      hide: back((id) => this.#acts.hide(id)),
      focus: back((id) => this.#acts.focus(id)),
      choose: (id) => {
        this.#acts.choose(id)
        partOf(this.#root, 'picture').focus({ preventScroll: true })
      },
    }
  }

  #fillTitle({ focus }: ExplorerState): void {
    const node = this.#model.nodeOf(focus)
    const title = document.querySelector('[data-part=title]')
    const link = document.querySelector<HTMLAnchorElement>('[data-part=focus-link]')
    if (node === undefined || title === null || link === null) return
    title.textContent = node.label
    link.href = node.path
    link.replaceChildren(nameOf(node.label))
    document.title = `${node.label} in context · BZPEER`
    partOf(this.#root, 'picture').setAttribute('aria-label', `Research graph around ${node.label}`)
  }

  #fillHidden({ hidden }: ExplorerState): void {
    partOf(this.#root, 'hidden').hidden = hidden.length === 0
    const items = hidden.map((id) =>
      make(
        'li',
        '',
        nameOf(this.#acts.nameOf(id)),
        ' ',
        buttonOf('link', 'Show again', () => this.#acts.reveal(id)),
      ),
    )
    partOf(this.#root, 'hidden-list').replaceChildren(...items)
  }

  clearFilters(): void {
    this.#tools?.filters.clear()
  }

  wantsCommunities({ colours }: ExplorerState): boolean {
    return colours === 'communities' || this.#tools?.communities.isOpen === true
  }

  fillCommunities(communities: readonly Community[], { colours }: ExplorerState): void {
    this.#tools?.communities.fill(communities, colours === 'communities')
  }
}

/** False where the browser lets no page copy, as over plain HTTP. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

interface Tools {
  readonly filters: FilterPanel
  readonly way: PairPanel
  readonly common: PairPanel
  readonly communities: CommunityPanel
}
