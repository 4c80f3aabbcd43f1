import { titleKeys } from '@bzpeer/domain'
import type { WorkRecord } from '@bzpeer/schema'
import { holdsWorks, type PreparedWork, readVocabulary, type Store, type TopicVocabulary } from '@bzpeer/store'

/**
 * Works out what works are found by and about. Ahead, while the database is busy with the batch before, as long as most
 * works turn out to be new; once most are unchanged, only for those that are to be written.
 */
export class WorkPreparer {
  readonly #store: Store
  #vocabulary: TopicVocabulary | undefined
  /** Undefined until the first work comes: then, whether the store is still without works. */
  #isAhead: boolean | undefined
  /** By the digest of the work's line. */
  #ahead = new Map<string, PreparedWork>()

  constructor(store: Store) {
    this.#store = store
  }

  async prepareAhead(work: WorkRecord): Promise<void> {
    this.#isAhead ??= !(await holdsWorks(this.#store))
    if (this.#isAhead) this.#ahead.set(work.contentHash, prepare(work, await this.#getVocabulary()))
  }

  /** Hands over what is prepared so far, at once, for the `works` that are written next; undefined where there are none. */
  async beginBatch(works: number): Promise<PreparedBatch | undefined> {
    const ahead = this.#ahead
    this.#ahead = new Map()
    return works === 0 ? undefined : new PreparedBatch(works, ahead, await this.#getVocabulary())
  }

  endBatch({ works, written }: PreparedBatch): void {
    this.#isAhead = written * 2 >= works
  }

  async #getVocabulary(): Promise<TopicVocabulary> {
    this.#vocabulary ??= await readVocabulary(this.#store)
    return this.#vocabulary
  }
}

export class PreparedBatch {
  readonly works: number
  /** How many of the works have been asked for. */
  written = 0
  readonly #ahead: ReadonlyMap<string, PreparedWork>
  readonly #vocabulary: TopicVocabulary

  constructor(works: number, ahead: ReadonlyMap<string, PreparedWork>, vocabulary: TopicVocabulary) {
    this.works = works
    this.#ahead = ahead
    this.#vocabulary = vocabulary
  }

  /** Of the topics that the works are matched with. */
  get fingerprint(): string {
    return this.#vocabulary.fingerprint
  }

  get(work: WorkRecord): PreparedWork {
    this.written++
    return this.#ahead.get(work.contentHash) ?? prepare(work, this.#vocabulary)
  }
}

function prepare({ title, abstract, topics }: WorkRecord, { matcher }: TopicVocabulary): PreparedWork {
  return {
    titleKeys: titleKeys(title ?? ''),
    topics: topics.length > 0 ? [] : matcher.match(title ?? '', abstract),
  }
}
