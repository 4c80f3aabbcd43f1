export type { Marks, OverlayStyle } from './draw-overlay.ts'
export { drawOverlay } from './draw-overlay.ts'
export { drawScene, type Palette } from './draw-scene.ts'
export { edgesToCsv, nodesToCsv, toGraphml, toJson } from './export-data.ts'
export { toSvg } from './export-svg.ts'
export {
  collapse,
  expand,
  ExplorerFullError,
  type ExplorerState,
  hide,
  pin,
  type Pin,
  startAt,
  type TableSort,
  unpin,
  type View,
  type Way,
} from './explorer-state.ts'
export { filterGraph, edgesByNode, isFilteredEmpty, type ShownGraph, yearsOfGraph } from './filter-graph.ts'
export { type Community, nameCommunities } from './name-communities.ts'
export { type Direction, findNodeTowards } from './find-node.ts'
export { CannotDrawError, GraphPicture, type PictureContent } from './graph-picture.ts'
export { broughtBy, edgeKeyOf, type GraphPart, type JoinedGraph, joinSlices } from './join-slices.ts'
export type { LayoutAnswer, LayoutRequest } from './layout-worker.ts'
export { type GestureHandlers, listenToGestures } from './picture-gestures.ts'
export { placeNodes, type Point } from './place-nodes.ts'
export { buildScene, endsOf, faded, kindOrder, relativeWeights } from './scene.ts'
export { formatState, parseState } from './state-address.ts'
export { type NodeRow, nodeRows, formatSpan, type TieRow, tieRows } from './table-rows.ts'
export { type Area, fitView, freeArea, panBy, viewThatShows, zoomAt } from './view.ts'
