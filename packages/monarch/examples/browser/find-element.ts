/** @throws when the page has no such element, or one of another kind */
export function find<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`internal: the page has no ${kind.name} "${id}"`)
  return element
}
