export {
  type AtlasLineRow,
  type AtlasPlaceRow,
  listCollaborators,
  listLargestPlaces,
  listLinesAmong,
  listPlaces,
} from './atlas-reader.ts'
export { tieWorksAtMost } from './derive-places.ts'
export { type AtlasFilters, readFilteredAtlas } from './filtered-atlas-reader.ts'
export { type PlaceRow } from './place-columns.ts'
