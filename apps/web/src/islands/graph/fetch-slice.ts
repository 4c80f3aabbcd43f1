import { MalformedSliceError, parseSlice, weaveSlice, type WovenSlice } from '@bzpeer/explorer/slice'

/** There is no slice to show; the message says what happened and what to do, and `canRetry` whether the same may work. */
export class SliceUnavailableError extends Error {
  readonly canRetry: boolean

  constructor(message: string, canRetry: boolean) {
    super(message)
    this.canRetry = canRetry
  }
}

const timeoutMs = 20_000

export interface SliceQuestion {
  readonly focus: string
  /** Nodes at most. */
  readonly limit: number
  /** With commas between. */
  readonly kinds: string
}

/**
 * The slice around an entity.
 * @throws {SliceUnavailableError}, and `AbortError` where the signal ended it.
 */
export async function fetchSlice({ focus, limit, kinds }: SliceQuestion, signal: AbortSignal): Promise<WovenSlice> {
  try {
    const response = await fetch(
      `/api/graph?focus=${encodeURIComponent(focus)}&depth=2&limit=${limit}&kinds=${kinds}`,
      {
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      },
    )
    if (!response.ok) throw refusalOf(response.status)
    return weaveSlice(parseSlice(await response.json()))
  } catch (error) {
    if (signal.aborted || error instanceof SliceUnavailableError) throw error
    throw troubleOf(error)
  }
}

function refusalOf(status: number): SliceUnavailableError {
  if (status === 404)
    return new SliceUnavailableError('There is no such record on this site. Go back, or choose another.', false)
  if (status === 410)
    return new SliceUnavailableError('This record is hidden on request. Go back, or choose another.', false)
  if (status === 429)
    return new SliceUnavailableError('Too many slices were asked for at once. Wait a moment, then try again.', true)
  return new SliceUnavailableError(`The site could not build this slice (${status}). Try again in a moment.`, true)
}

function troubleOf(error: unknown): SliceUnavailableError {
  if (error instanceof MalformedSliceError || error instanceof SyntaxError)
    return new SliceUnavailableError('What came is no graph slice. Reload the page, then try again.', true)
  if (!navigator.onLine) return new SliceUnavailableError('You are offline. Connect, then try again.', true)
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new SliceUnavailableError('The site took too long to build this slice. Try again in a moment.', true)
  return new SliceUnavailableError('The site could not be reached. Check the connection, then try again.', true)
}
