import { decideCorrection, type Proposed, proposeCorrection, undoCorrection } from '@bzpeer/actions'
import type { Caller, CorrectionDetails } from '@bzpeer/domain'
import { type Claiming, start } from './claiming.ts'
import type { StoreState } from './store-state.ts'
import type { TestStore } from './test-store.ts'

export interface Choice {
  readonly staysId?: number
  readonly position?: number
}

/** People who correct the record, and what it then says. */
export interface Correcting {
  readonly propose: (details: CorrectionDetails, by?: Caller) => Promise<Proposed>
  /** Accepted by a curator who has nothing to do with it. */
  readonly decide: (number: number, choice?: Choice) => Promise<void>
  readonly accept: (details: CorrectionDetails, choice?: Choice) => Promise<number>
  readonly undo: (number: number, by?: Caller, at?: Date) => Promise<void>
  /** As a resolution does that finds two records alike; the smaller id first. */
  readonly resemble: (authorIdA: number, authorIdB: number) => Promise<void>
  readonly statusOf: (number: number) => Promise<string>
  /** Whose the names on a work are, in the order of the byline. */
  readonly bylineOf: (workId: number) => Promise<(number | null)[]>
  readonly worksOf: (authorId: number) => Promise<number | undefined>
  readonly institutionsOf: (authorId: number) => Promise<number[]>
}

export function useCorrecting(it: TestStore, people: Claiming): Correcting {
  const join = async (name: string): Promise<Caller> => people.join(name, { role: 'curator' })
  const correcting: Correcting = {
    async propose(details, by) {
      const proposer = by ?? (await people.join('A reader'))
      return proposeCorrection(people.as(proposer), { details, statement: 'I know them.', evidenceUrl: null })
    },
    async decide(number, choice = {}) {
      const curator = people.as(await join('A curator'))
      await decideCorrection(curator, { number, verdict: 'accept', reason: 'It is so.', ...choice })
    },
    async accept(details, choice) {
      const { number } = await correcting.propose(details)
      await correcting.decide(number, choice)
      return number
    },
    async undo(number, by, at = start) {
      await undoCorrection(people.as(by ?? (await join('Another curator')), at), { number, reason: 'It was not so.' })
    },
    async resemble(author_id_a, author_id_b) {
      const found = {
        probability: 0.7,
        evidence: '[["any-two",1]]',
        found_at: start,
        decided_at: null,
        decided_by: null,
      }
      const pair = { author_id_a, author_id_b, status: 'open' as const, ...found }
      await it.store.db.insertInto('duplicate_candidates').values(pair).execute()
    },
    async statusOf(number) {
      const row = await it.store.db
        .selectFrom('corrections')
        .select('status')
        .where('number', '=', number)
        .executeTakeFirst()
      return row?.status ?? 'none'
    },
    async bylineOf(workId) {
      const names = it.store.db.selectFrom('authorships').select('author_id').where('work_id', '=', workId)
      return (await names.orderBy('position').execute()).map(({ author_id }) => author_id)
    },
    async worksOf(authorId) {
      const stats = it.store.db.selectFrom('author_stats').select('works_count').where('author_id', '=', authorId)
      return (await stats.executeTakeFirst())?.works_count
    },
    async institutionsOf(authorId) {
      const rows = it.store.db
        .selectFrom('author_institutions')
        .select('institution_id')
        .where('author_id', '=', authorId)
      return (await rows.orderBy('rank').execute()).map(({ institution_id }) => institution_id)
    },
  }
  return correcting
}

/** That a correction was made, who made it, and what was seen by it: not what the record says. */
const traces = new Set([
  'corrections',
  'correction_records',
  'decisions',
  'notices',
  'trust_history',
  'accounts',
  'account_emails',
])

export function withoutTraces(state: StoreState): StoreState {
  return new Map([...state].filter(([table]) => !traces.has(table)))
}
