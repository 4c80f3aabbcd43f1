import type { WriteStream } from 'node:tty'
import { duration, ProgressLine } from './progress-line.ts'

/** What a table's name begins with, and what is in it for a person. */
const parts: readonly (readonly [beginning: string, part: string])[] = [
  ['author', 'authors'],
  ['byline', 'whose the names on bylines are'],
  ['coauthor', 'who wrote with whom'],
  ['duplicate', 'records that may be one person’s'],
  ['identifier', 'identifiers'],
  ['import', 'notes of imports'],
  ['institution', 'institutions'],
  ['merged', 'merged ids'],
  ['name', 'names to search by'],
  ['record', 'where records come from'],
  ['source', 'sources'],
  ['topic', 'topics'],
  ['work', 'works'],
]

/** Which part of the data a backup or its return has come to, and for how long it has been going on. */
export class TableReporter implements Disposable {
  readonly #line: ProgressLine
  readonly #verb: string
  readonly #started = performance.now()
  readonly #timer = setInterval(() => this.#tellAgain(), 1_000).unref()
  #part: string | undefined

  /** @param verb what is being done: `saving`. */
  constructor(out: WriteStream, verb: string) {
    this.#line = new ProgressLine(out)
    this.#verb = verb
  }

  show(table: string): void {
    const isFirst = this.#part === undefined
    this.#part = parts.find(([beginning]) => table.startsWith(beginning))?.[1] ?? 'counts'
    if (isFirst) this.#line.show(`${this.#verb} ${this.#part} …`)
    else this.#tellAgain()
  }

  #tellAgain(): void {
    if (this.#part === undefined || !this.#line.isDue()) return
    const soFar = duration((performance.now() - this.#started) / 1000)
    this.#line.show(`${this.#verb} ${this.#part} … ${soFar} so far`)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#line.clear()
  }
}
