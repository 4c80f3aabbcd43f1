import type { Session } from '../session.ts'

/** A block, and how many there are in it of what was asked for: of records and open bylines, or of open bylines alone. */
export interface BlockSize {
  readonly block: string
  readonly members: number
}

/** Read at once of records and of bylines: what bounds a step, with the size of the largest block. */
const rowsAtOnce = 1_000

/** Which blocks are looked at: all, or those of names that no record stands for. */
export type BlockScope = 'all' | 'open bylines'

/**
 * The next blocks in order, each of them whole.
 * @param after the block before; empty at the beginning.
 */
export async function listNextBlocks(session: Session, after: string, scope: BlockScope): Promise<BlockSize[]> {
  const authors = scope === 'all' ? await readBlocks(session, 'author_blocks where', after) : []
  const bylines = await readBlocks(session, 'byline_resolutions where author_id is null and', after)
  // The last block of a page that is full may go on.
  const cuts = [authors, bylines].flatMap((page) => (page.length < rowsAtOnce ? [] : [page.at(-1) ?? '']))
  const cut = cuts.toSorted(inBytes)[0]
  const sizes = new Map<string, number>()
  for (const block of [...authors, ...bylines]) sizes.set(block, (sizes.get(block) ?? 0) + 1)
  const all = [...sizes].map(([block, members]) => ({ block, members })).toSorted((a, b) => inBytes(a.block, b.block))
  const whole = cut === undefined ? all : all.filter(({ block }) => inBytes(block, cut) < 0)
  // A block larger than a page comes alone.
  return whole.length > 0 ? whole : all.slice(0, 1)
}

async function readBlocks(session: Session, from: string, after: string): Promise<string[]> {
  const { rows } = await session.query<{ block: string }>(
    `select block from ${from} block > $1 order by block limit ${rowsAtOnce}`,
    [after],
  )
  return rows.map(({ block }) => block)
}

/** As the database orders them. */
function inBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
