/** An element with a class, what is in it, and, for a button, what it does. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (className !== '') element.className = className
  element.append(...content)
  return element
}

/** A name in whatever script it is written. */
export function nameOf(text: string): HTMLElement {
  return make('bdi', '', text)
}

export function linkTo(path: string, text: string): HTMLAnchorElement {
  const link = make('a', '', nameOf(text))
  link.href = path
  return link
}

export function buttonOf(className: string, content: string | Node, act: () => void): HTMLButtonElement {
  const button = make('button', className, content)
  button.type = 'button'
  button.addEventListener('click', act)
  return button
}

/** What a page of the explorer holds under this name. @throws where its markup is another. */
export function partOf(root: Element, name: string): HTMLElement {
  return typedPartOf(root, name, HTMLElement)
}

/** The same, as the kind of element that it is. */
export function typedPartOf<Kind extends HTMLElement>(root: Element, name: string, kind: new () => Kind): Kind {
  const found = root.querySelector(`[data-part="${name}"]`)
  if (found instanceof kind) return found
  throw new Error(`internal: the explorer's page has no ${kind.name} "${name}"`)
}
