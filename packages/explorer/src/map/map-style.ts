import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl'
import type { BaseMap, MapShapes } from './base-map.ts'

/** As CSS writes colours. */
export interface MapColours {
  readonly water: string
  readonly land: string
  readonly border: string
  readonly line: string
  readonly lit: string
}

const nothing: MapShapes = { type: 'FeatureCollection', features: [] }

/** Wider for more shared works, each step of width for four times as many. */
const width: ExpressionSpecification = ['interpolate', ['linear'], ['ln', ['get', 'weight']], 0, 0.8, Math.log(256), 5]

/** Land, borders, and what binds places. Words are not among it: they are HTML above it. */
export function styleOf({ land, borders }: BaseMap, colours: MapColours): StyleSpecification {
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: land },
      borders: { type: 'geojson', data: borders },
      lines: { type: 'geojson', data: nothing },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colours.water } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colours.land } },
      { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': colours.border, 'line-width': 0.7 } },
      {
        id: 'lines',
        type: 'line',
        source: 'lines',
        layout: round,
        paint: { 'line-color': colours.line, 'line-width': width, 'line-opacity': 0.45 },
      },
      {
        id: 'lit',
        type: 'line',
        source: 'lines',
        filter: ['in', ['get', 'key'], ['literal', []]],
        layout: round,
        paint: { 'line-color': colours.lit, 'line-width': ['+', width, 1] },
      },
      // What a finger can meet: a line is thinner than that.
      {
        id: 'reach',
        type: 'line',
        source: 'lines',
        paint: { 'line-color': '#000', 'line-opacity': 0, 'line-width': 18 },
      },
    ],
  }
}

/** Where each colour of the style goes. */
export const colouredProperties = [
  ['water', 'background-color', 'water'],
  ['land', 'fill-color', 'land'],
  ['borders', 'line-color', 'border'],
  ['lines', 'line-color', 'line'],
  ['lit', 'line-color', 'lit'],
] as const satisfies readonly (readonly [layer: string, property: string, colour: keyof MapColours])[]
