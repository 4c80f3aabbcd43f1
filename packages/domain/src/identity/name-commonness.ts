import type { PersonName } from './person-name.ts'

/** In how many different names each part stands. What is missing stands in one or none. */
export interface NameCommonness {
  /** Different names in all. */
  readonly names: number
  readonly families: ReadonlyMap<string, number>
  /** By {@link givenPartOf}. */
  readonly givens: ReadonlyMap<string, number>
}

/** The given names written as one word; of a name with an initial first, the initial with a point. */
export function givenPartOf({ given }: PersonName): string {
  return given[0]?.length === 1 ? `${given[0]}.` : given.join('')
}

/**
 * How many people may bear the name, up to a factor: as many as there would be if family names and given names met by
 * chance. About 0.001 for Stephen Eick, 1.2 for Yang Liu.
 */
export function expectedNamesakes({ names, families, givens }: NameCommonness, name: PersonName): number {
  if (names === 0) return 0
  return ((families.get(name.family) ?? 1) * (givens.get(givenPartOf(name)) ?? 1)) / names
}

/** Counts names for {@link NameCommonness}; to be given each different name once. */
export class NameCounter {
  #names = 0
  readonly #families = new Map<string, number>()
  readonly #givens = new Map<string, number>()

  add(name: PersonName): void {
    this.#names++
    increase(this.#families, name.family)
    const part = givenPartOf(name)
    increase(this.#givens, part)
    const initial = name.given[0]?.charAt(0)
    if (initial !== undefined && part !== `${initial}.`) increase(this.#givens, `${initial}.`)
  }

  get commonness(): NameCommonness {
    return { names: this.#names, families: this.#families, givens: this.#givens }
  }
}

function increase(counts: Map<string, number>, part: string): void {
  counts.set(part, (counts.get(part) ?? 0) + 1)
}
