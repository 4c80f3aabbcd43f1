/** An element with a class and what is in it; text stays text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...content: readonly (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  made.append(...content)
  return made
}

/** A name in any script, which keeps its direction to itself. */
export function nameOf(text: string): HTMLElement {
  return element('bdi', '', text)
}

export function linkTo(path: string, text: string): HTMLAnchorElement {
  const link = element('a', '', nameOf(text))
  link.href = path
  return link
}

export function button(className: string, text: string, act: () => void): HTMLButtonElement {
  const made = element('button', className, text)
  made.type = 'button'
  made.addEventListener('click', act)
  return made
}
