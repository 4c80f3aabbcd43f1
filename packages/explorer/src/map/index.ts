export type { WorldTopology } from './base-map.ts'
export type { MapData, MapLine, MapPlace } from './map-data.ts'
export type { MapColours } from './map-style.ts'
export { type MapChoice, PlaceMap } from './place-map.ts'
