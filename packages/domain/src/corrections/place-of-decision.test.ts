import { describe, expect, test } from 'vitest'
import { placeOfDecision, type StatedName } from './place-of-decision.ts'

const name = (rawName: string, statedId: number | null = null): StatedName => ({ rawName, statedId })
const decided = { position: 2, rawName: 'Jane Doe', statedId: 7 }

describe('a name that was decided about', () => {
  test.each<[string, StatedName[], number | undefined]>([
    ['where it stood', [name('Jane Doe'), name('Jane Doe'), name('Ann Lee')], 1],
    ['where it stands alone by now', [name('Jane Doe'), name('Ann Lee')], 0],
    ['under another spelling, by the record that its source gives it', [name('Doe, J', 7), name('Ann Lee', 8)], 0],
    ['under another spelling in the same place', [name('Ann Lee', 8), name('J. Doe')], 1],
    ['nowhere where that is another record by its source', [name('Ann Lee', 8), name('J. Doe', 9)], undefined],
    ['nowhere among others', [name('Ann Lee', 8), name('Bo Chen', 9)], undefined],
    ['nowhere where two may be it', [name('Jane Doe'), name('Ann Lee'), name('Jane Doe')], undefined],
    ['nowhere on an empty byline', [], undefined],
  ])('is found %s', (_, byline, place) => {
    expect(placeOfDecision(byline, decided)).toBe(place)
  })
})
