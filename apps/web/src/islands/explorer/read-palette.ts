import { kindOrder, type OverlayStyle, type Palette } from '@bzpeer/explorer/graph'

/** How many communities have a colour of their own. */
export const communityColours = 8

/** The design's colours and face as they are in force around an element, light or dark. */
export function readPalette(element: HTMLElement): { palette: Palette; style: OverlayStyle } {
  const probe = document.createElement('span')
  element.append(probe)
  const read = (token: string): string => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const communities = Array.from({ length: communityColours }, (_, index) => read(`--community-${index + 1}`))
  const palette = {
    groups: [...kindOrder.map((kind) => read(`--${kind}`)), ...communities],
    faded: read('--edge'),
    edge: read('--edge'),
    paper: read('--card'),
  }
  const { fontFamily: family } = getComputedStyle(element)
  const style = { ink: read('--ink'), paper: read('--card'), accent: read('--accent'), weight: 500, family }
  probe.remove()
  return { palette, style }
}
