import type { Store } from '@bzpeer/store'

/** What every read needs: where the record is, and what time it is. */
export interface ReadContext {
  readonly db: Store['db']
  now(): Date
}
