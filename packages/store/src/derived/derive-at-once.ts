import { kindCodeOf } from '@bzpeer/schema'
import { writeAuthorBlocks } from '../identity/name-blocks.ts'
import type { StoreTransaction } from '../store.ts'
import { deriveAuthors } from './derive-authors.ts'
import { createChunk } from './derive-dirty.ts'
import { nameKeysOf, readNames, replaceNameKeys } from './derive-names.ts'

/** As many take a second or two. */
const authorsAtOnce = 500

/**
 * Brings what is derived for authors up to date in the transaction that changed them: `first` in any case, and of those
 * that are noted as out of date as many as can be waited for. The notes of the others stay. Once in a transaction.
 */
export async function deriveAtOnce({ session }: StoreTransaction, first: readonly number[]): Promise<void> {
  const { rows } = await session.query<{ id: number }>(
    `select id from authors where id = any($1::bigint[])
     union select id from (select d.id from dirty_entities d join authors a on a.id = d.id
       where d.kind = ${kindCodeOf.author} order by d.id limit ${authorsAtOnce}) noted`,
    [first],
  )
  const ids = rows.map(({ id }) => id)
  await createChunk(session, ids)
  await deriveAuthors(session)
  const names = await readNames(session, 'author')
  await replaceNameKeys(session, 'author', ids, nameKeysOf('author', names))
  await writeAuthorBlocks(session, names)
  await session.query('delete from dirty_entities where kind = $1 and id = any($2::bigint[])', [
    kindCodeOf.author,
    [...first, ...ids],
  ])
}
