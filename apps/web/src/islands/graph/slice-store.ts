import { type Frame, layOut, type Places, radiusOf, type WovenSlice } from '@bzpeer/explorer/slice'
import { fetchSlice } from './fetch-slice.ts'
import { pause } from './pause.ts'

export interface LaidSlice {
  readonly slice: WovenSlice
  readonly places: Places
}

export interface SliceWish {
  readonly focus: string
  readonly limit: number
  readonly frame: Frame
  /** Where nodes stand now: those which stay move as little as they can. */
  readonly before?: Places
  readonly signal: AbortSignal
}

const keptAtMost = 16

/** Slices with their places. Those seen before come back as they were, so that who goes back finds what they left. */
export class SliceStore {
  readonly #kinds: string
  readonly #kept = new Map<string, LaidSlice>()

  /** `kinds` of neighbours, with commas between. */
  constructor(kinds: string) {
    this.#kinds = kinds
  }

  /** @throws {SliceUnavailableError}, and what ended the signal. */
  async get({ focus, limit, frame, before, signal }: SliceWish): Promise<LaidSlice> {
    const key = [focus, limit, Math.round(frame.width), Math.round(frame.height)].join(' ')
    const known = this.#kept.get(key)
    if (known !== undefined) return known
    const slice = this.#sliceOf(focus, limit) ?? (await fetchSlice({ focus, limit, kinds: this.#kinds }, signal))
    const places = await layOut(slice, {
      frame,
      radiusOf: (id) => {
        const node = slice.nodeOf.get(id)
        return node === undefined ? 0 : radiusOf(node)
      },
      ...(before === undefined || before.size === 0 ? {} : { before }),
      pause,
    })
    signal.throwIfAborted()
    const laid = { slice, places }
    this.#kept.set(key, laid)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > keptAtMost && oldest !== undefined) this.#kept.delete(oldest)
    return laid
  }

  /** The same slice in another frame. */
  #sliceOf(focus: string, limit: number): WovenSlice | undefined {
    for (const [key, { slice }] of this.#kept) if (key.startsWith(`${focus} ${limit} `)) return slice
    return undefined
  }
}
