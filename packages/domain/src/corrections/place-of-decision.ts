import { findNameRelation } from '../identity/compare-names.ts'
import { findPersonName } from '../identity/person-name.ts'

/** A name on a byline, and whose its source says it is. */
export interface StatedName {
  readonly rawName: string
  readonly statedId: number | null
}

/** The name that people decided about, where it stood then, and whose it was by its source. */
export interface DecidedName extends StatedName {
  /** 1-based */
  readonly position: number
}

/**
 * Where the name that was decided about stands on the byline as its source gives it now, 0-based: where it stood, or else
 * as the only one so written, or the only one that the source gives to the same record, or, written another way and not
 * given to another record, in the same place. Undefined where none of these is: the decision waits for a byline that has the name again.
 */
export function placeOfDecision(byline: readonly StatedName[], decided: DecidedName): number | undefined {
  const there = byline[decided.position - 1]
  if (there?.rawName === decided.rawName) return decided.position - 1
  const sameWords = onlyPlace(byline, ({ rawName }) => rawName === decided.rawName)
  if (sameWords !== undefined) return sameWords
  const sameRecord =
    decided.statedId === null ? undefined : onlyPlace(byline, ({ statedId }) => statedId === decided.statedId)
  if (sameRecord !== undefined) return sameRecord
  // Where the source has said of both whose they are, and not the same, it is somebody else who stands there now.
  const isToldApart =
    decided.statedId !== null && there !== undefined && ![null, decided.statedId].includes(there.statedId)
  return there !== undefined && !isToldApart && mayBeOneName(there.rawName, decided.rawName)
    ? decided.position - 1
    : undefined
}

function onlyPlace(byline: readonly StatedName[], fits: (name: StatedName) => boolean): number | undefined {
  const places = [...byline.keys()].filter((at) => {
    const name = byline[at]
    return name !== undefined && fits(name)
  })
  return places.length === 1 ? places[0] : undefined
}

function mayBeOneName(a: string, b: string): boolean {
  const [nameOfA, nameOfB] = [findPersonName(a), findPersonName(b)]
  return nameOfA !== undefined && nameOfB !== undefined && findNameRelation(nameOfA, nameOfB) !== undefined
}
