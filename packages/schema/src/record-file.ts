import type { EntityKind } from './entity-id.ts'
import type { EntityRecord } from './record.ts'

/** An id that its source has given up for another of the same kind. */
export interface Merge {
  readonly kind: EntityKind
  readonly id: number
  readonly intoId: number
}

/** What stands on one line of a file: a record, a merge of two ids, or the reason why it is put aside. */
export type FileItem =
  | {
      readonly line: number
      /** Of the line: what bounds how much is held at once. */
      readonly characters: number
      readonly record: EntityRecord
    }
  | { readonly line: number; readonly merge: Merge }
  | { readonly line: number; readonly reason: string }

/** A file of records, whatever its format: what an importer offers and an import takes in. */
export interface RecordFile {
  readonly path: string
  /** Bytes, as it lies on disk. */
  readonly size: number
  readonly modifiedAt: Date
  /** Items in order, in batches; lines up to `afterLine` are passed over. */
  items(afterLine: number): AsyncIterable<readonly FileItem[]>
  readonly bytesRead: () => number
}
