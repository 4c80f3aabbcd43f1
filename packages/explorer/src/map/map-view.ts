/** Where a map looks at. */
export interface MapView {
  readonly longitude: number
  readonly latitude: number
  readonly zoom: number
}

export const zoomLimits = { least: -1, most: 12 } as const

/** `48.21,16.37,4.5`: latitude, longitude, zoom, as it stands in an address; undefined where it is none. */
export function parseView(text: string | null): MapView | undefined {
  const match = /^(-?\d{1,2}(?:\.\d{1,4})?),(-?\d{1,3}(?:\.\d{1,4})?),(-?\d{1,2}(?:\.\d{1,2})?)$/.exec(text ?? '')
  if (match === null) return undefined
  const [latitude = 0, longitude = 0, zoom = 0] = match.slice(1).map(Number)
  const isPossible =
    Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && zoom >= zoomLimits.least && zoom <= zoomLimits.most
  return isPossible ? { longitude, latitude, zoom } : undefined
}

export function formatView({ longitude, latitude, zoom }: MapView): string {
  return [round(latitude, 4), round(((((longitude + 180) % 360) + 360) % 360) - 180, 4), round(zoom, 2)].join(',')
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
