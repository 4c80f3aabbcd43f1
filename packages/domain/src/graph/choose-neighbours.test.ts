import { describe, expect, test } from 'vitest'
import { chooseNeighbours, type NeighbourOffer, scorePassedOn } from './choose-neighbours.ts'

const offer = (id: string, strength: number, lastYear: number | null = 2020, via = 'A1'): NeighbourOffer => ({
  id,
  via,
  carried: 1,
  strength,
  lastYear,
})

const idsOf = (offers: readonly NeighbourOffer[], room: number): string[] =>
  chooseNeighbours(offers, room).map(({ id }) => id)

/** A linear congruential generator: the same numbers for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

function madeOffers(seed: number): NeighbourOffer[] {
  const random = numbersFrom(seed)
  return Array.from({ length: 50 + Math.floor(random() * 400) }, () => ({
    id: `${'AWTIS'.charAt(Math.floor(random() * 5))}${Math.floor(random() * 300)}`,
    via: `A${Math.floor(random() * 6)}`,
    carried: random() + 0.01,
    strength: random() ** 4 * 100,
    lastYear: random() < 0.2 ? null : 1980 + Math.floor(random() * 45),
  }))
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8]

describe('what stands in a slice', () => {
  test('is chosen by the strength of the tie, and of equal ties the more recent comes first', () => {
    expect(idsOf([offer('A2', 1), offer('A3', 9), offer('A4', 4)], 3)).toEqual(['A3', 'A4', 'A2'])
    expect(idsOf([offer('A2', 1, 1999), offer('A3', 1, 2019)], 1)).toEqual(['A3'])
  })

  test('a recent tie outdoes a somewhat stronger one of long ago', () => {
    expect(idsOf([offer('A2', 10, 1990), offer('A3', 6, 2020)], 1)).toEqual(['A3'])
  })

  test('a tie without a year stands between one of this year and one of long ago', () => {
    expect(idsOf([offer('A2', 1, 1980), offer('A3', 1, null), offer('A4', 1, 2020)], 3)).toEqual(['A4', 'A3', 'A2'])
  })

  test('the best of every kind is there, however many of one kind have stronger ties', () => {
    const people = Array.from({ length: 300 }, (_, index) => offer(`A${index + 10}`, 100))
    const chosen = idsOf([...people, offer('T1', 0.01, 1970), offer('I1', 0.01, 1970), offer('W1', 0.01, 1970)], 20)
    expect(chosen).toEqual(expect.arrayContaining(['T1', 'I1', 'W1']))
    expect(chosen).toHaveLength(20)
  })

  test('a kind wears off: of two equally good, the other kind comes in turn', () => {
    const people = Array.from({ length: 20 }, (_, index) => offer(`A${index + 10}`, 1))
    const works = Array.from({ length: 20 }, (_, index) => offer(`W${index + 10}`, 1))
    const kinds = idsOf([...people, ...works], 20).map((id) => id.charAt(0))
    expect(kinds.filter((kind) => kind === 'A')).toHaveLength(10)
  })

  test('one kind fills the room where there is no other', () => {
    const people = Array.from({ length: 40 }, (_, index) => offer(`A${index + 10}`, index))
    expect(idsOf(people, 30)).toHaveLength(30)
  })

  test('who is reached over two neighbours comes before who is reached over one', () => {
    const both = [offer('A9', 1, 2020, 'A2'), offer('A9', 1, 2020, 'A3')].map((each) => ({ ...each, carried: 0.5 }))
    const one = { ...offer('A8', 1, 2020, 'A2'), carried: 0.6 }
    const [first] = chooseNeighbours([one, ...both], 1)
    expect(first).toMatchObject({ id: 'A9', score: 0.75 })
  })

  test('one neighbour does not fill the room with what lies behind it', () => {
    const behind = (via: string, carried: number) =>
      Array.from({ length: 30 }, (_, index) => ({ ...offer(`${via}${index + 10}`, 1, 2020, via), carried }))
    const chosen = chooseNeighbours([...behind('A2', 1), ...behind('A3', 0.8)], 20)
    expect(chosen.filter(({ via }) => via === 'A3').length).toBeGreaterThan(5)
  })

  test('what lies behind a neighbour with very many works counts less than what lies behind one with few', () => {
    expect(scorePassedOn(1, 20_000)).toBeLessThan(0.11)
    expect(scorePassedOn(1, 0)).toBe(1)
    expect(scorePassedOn(0.5, 3)).toBeGreaterThan(scorePassedOn(0.5, 300))
  })

  test.for(seeds)('never exceeds the room and holds nobody twice (seed %i)', (seed) => {
    const offers = madeOffers(seed)
    const offered = new Set(offers.map(({ id }) => id))
    for (const room of [0, 1, 3, 17, 60, 149, 1_000]) {
      const chosen = chooseNeighbours(offers, room)
      expect(chosen).toHaveLength(Math.min(room, offered.size))
      expect(new Set(chosen.map(({ id }) => id)).size).toBe(chosen.length)
      for (const { score } of chosen) expect(score > 0 && score <= 1).toBe(true)
    }
  })

  test.for(seeds)('is the same whatever order the offers come in (seed %i)', (seed) => {
    const offers = madeOffers(seed).map((each) => ({ ...each, carried: Math.min(1, each.carried) }))
    const random = numbersFrom(seed + 100)
    const shuffled = offers
      .map((each) => ({ each, place: random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ each }) => each)
    expect(chooseNeighbours(shuffled, 60)).toEqual(chooseNeighbours(offers, 60))
  })

  test.for(seeds)('has every kind that is offered where there is room for one of each (seed %i)', (seed) => {
    const offers = madeOffers(seed)
    const kinds = new Set(offers.map(({ id }) => id.charAt(0)))
    expect(new Set(idsOf(offers, 5).map((id) => id.charAt(0)))).toEqual(kinds)
  })
})
