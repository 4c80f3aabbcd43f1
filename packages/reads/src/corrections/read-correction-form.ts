import { findCorrectionForm } from '@bzpeer/store'
import { toLink } from '../present.ts'
import type { ReadContext } from '../read-context.ts'
import type { CorrectionForm } from './correction-shapes.ts'

/** What of a record somebody can propose to correct; undefined where it is not there, or hidden. */
export async function readCorrectionForm({ db }: ReadContext, authorId: number): Promise<CorrectionForm | undefined> {
  const row = await findCorrectionForm(db, authorId)
  if (row === undefined) return undefined
  return {
    author: toLink('author', row.id, row.display_name),
    works: row.works.map(([id, title, year, rawName]) => ({ ...toLink('work', id, title), year, rawName })),
    worksCount: row.works_count,
    institutions: row.institutions.map(([id, name, first, last]) => ({
      ...toLink('institution', id, name),
      years: [first, last],
    })),
  }
}
