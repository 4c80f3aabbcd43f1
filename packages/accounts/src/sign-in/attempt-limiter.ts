import { createHmac, randomBytes } from 'node:crypto'
import { AppError } from '@bzpeer/schema'

export class TooManyAttemptsError extends AppError {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(
      'too-many-attempts',
      `There were too many attempts. Nothing was sent or changed; try again in ${inWords(retryAfterSeconds)}.`,
    )
    this.retryAfterSeconds = retryAfterSeconds
  }
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`
}

/** So many attempts at once, and as many again in each window. */
export interface Allowance {
  readonly attempts: number
  readonly windowMs: number
}

const places = 65_536

function stepOf({ attempts, windowMs }: Allowance): number {
  return windowMs / attempts
}

/**
 * Counts attempts in memory of a fixed size, however many there are and whoever makes them: a table of times (GCRA: the
 * time at which an allowance is whole again), in which each key has two places and the emptier one speaks for it. Two
 * keys that share both places share an allowance; which do is a secret of the process, so nobody can aim at another.
 */
export class AttemptLimiter {
  readonly #wholeAgainAt = new Float64Array(places)
  readonly #secret = randomBytes(32)
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Counts one attempt. @throws {TooManyAttemptsError} without counting it. */
  take(key: string, allowance: Allowance): void {
    const seconds = this.waitSeconds(key, allowance)
    if (seconds > 0) throw new TooManyAttemptsError(seconds)
    const own = this.#placesOf(key)
    const taken = this.#wholeAgain(own) + stepOf(allowance)
    for (const place of own) this.#wholeAgainAt[place] = Math.max(this.#at(place), taken)
  }

  /** How long until an attempt would be taken; 0: it would be now. */
  waitSeconds(key: string, allowance: Allowance): number {
    const waitMs = this.#wholeAgain(this.#placesOf(key)) + stepOf(allowance) - this.#now() - allowance.windowMs
    return waitMs > 0 ? Math.ceil(waitMs / 1000) : 0
  }

  #wholeAgain([first, second]: readonly [number, number]): number {
    return Math.max(this.#now(), Math.min(this.#at(first), this.#at(second)))
  }

  #at(place: number): number {
    return this.#wholeAgainAt[place] ?? 0
  }

  #placesOf(key: string): [number, number] {
    const digest = createHmac('sha256', this.#secret).update(key).digest()
    return [digest.readUInt32LE(0) % places, digest.readUInt32LE(4) % places]
  }
}
