import type { MapColours } from '@bzpeer/explorer/map'

const tokens = {
  water: '--card',
  land: '--line',
  border: '--card',
  line: '--institution',
  lit: '--accent',
} as const satisfies Record<keyof MapColours, string>

/** The design's colours as they are in force around an element, light or dark. */
export function readColours(element: HTMLElement): MapColours {
  const probe = document.createElement('span')
  element.append(probe)
  const read = (token: string): string => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const colours = {
    water: read(tokens.water),
    land: read(tokens.land),
    border: read(tokens.border),
    line: read(tokens.line),
    lit: read(tokens.lit),
  }
  probe.remove()
  return colours
}
