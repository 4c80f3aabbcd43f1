/** Only a pointer that rests chooses: on its way to somewhere else it crosses many. */
const restMs = 60

/** Tells of the row, by its `data-row`, that a pointer rests on or the keyboard is in. */
export function listenToRows(body: HTMLElement, onChoose: (id: string) => void): void {
  let pointed: string | undefined
  let timer = 0
  const idAt = (target: EventTarget | null): string | undefined =>
    target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined
  const leave = (): void => {
    clearTimeout(timer)
    pointed = undefined
  }
  // Not `pointerover`: that comes as well where a row moves below a pointer at rest.
  body.addEventListener('pointermove', ({ target, pointerType }) => {
    const id = idAt(target)
    if (id === pointed || pointerType !== 'mouse') return
    leave()
    pointed = id
    if (id !== undefined) timer = window.setTimeout(() => onChoose(id), restMs)
  })
  body.addEventListener('pointerleave', leave)
  body.addEventListener('focusin', ({ target }) => {
    const id = idAt(target)
    leave()
    if (id !== undefined) onChoose(id)
  })
}

/** Makes rows stand out; the first is brought into sight within the body that it may be scrolled out of. */
export function markRows(rows: ReadonlyMap<string, HTMLElement>, ids: readonly string[], body: HTMLElement): void {
  for (const [id, row] of rows) {
    row.classList.toggle('chosen', ids.includes(id))
    if (ids[0] === id) row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  }
  const first = ids.flatMap((id) => rows.get(id) ?? [])[0]
  if (first !== undefined && !first.matches(':hover, :focus-within')) scrollWithin(body, first)
}

/** `scrollIntoView` would move the page too. */
function scrollWithin(body: HTMLElement, row: HTMLElement): void {
  const [seen, own] = [body.getBoundingClientRect(), row.getBoundingClientRect()]
  const [above, below] = [own.top - seen.top, own.bottom - seen.bottom]
  if (above < 0) body.scrollTop += above
  else if (below > 0) body.scrollTop += Math.min(above, below)
}
