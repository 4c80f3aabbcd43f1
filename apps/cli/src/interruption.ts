import { AppError } from '@bzpeer/schema'

class InterruptedError extends AppError {
  constructor(what: string) {
    super('interrupted', what)
  }
}

/**
 * Lets a long job end well when it is told to (Ctrl-C, SIGTERM): the job asks `check` between two steps. npm passes on
 * the Ctrl-C that the terminal has sent to everybody, so one that follows at once is the same; a later one ends the process.
 */
export class Interruption implements Disposable {
  readonly #onSignal = (signal: NodeJS.Signals): void => this.#note(signal)
  readonly #tell: () => void
  #notedAt: number | undefined

  /** @param tell says to the person that the job will end. */
  constructor(tell: () => void) {
    this.#tell = tell
    for (const signal of endings) process.on(signal, this.#onSignal)
  }

  /** @throws {InterruptedError} with the sentence, once the job has been told to end. */
  check(sentence: () => string): void {
    if (this.#notedAt !== undefined) throw new InterruptedError(sentence())
  }

  [Symbol.dispose](): void {
    for (const signal of endings) process.off(signal, this.#onSignal)
  }

  #note(signal: NodeJS.Signals): void {
    if (this.#notedAt === undefined) {
      this.#notedAt = performance.now()
      this.#tell()
    } else if (performance.now() - this.#notedAt > sameMs) {
      this[Symbol.dispose]()
      process.kill(process.pid, signal)
    }
  }
}

const endings = ['SIGINT', 'SIGTERM'] as const
const sameMs = 500
