import { AppError } from '@bzpeer/schema'
import { z } from 'zod'

/** What may be proposed about an author's record, in words that are shown. */
export const correctionKinds = {
  merge: 'Two records are one person',
  split: 'One record is several people',
  'not-my-work': 'A work is somebody else’s',
  'missing-work': 'A work is missing',
  'wrong-affiliation': 'An affiliation is wrong',
  hide: 'A record should not be shown',
} as const

export type CorrectionKind = keyof typeof correctionKinds

export const correctionStatuses = ['open', 'accepted', 'refused', 'withdrawn', 'undone'] as const

/** `open` until it is decided; `undone` is what was accepted and taken back. */
export type CorrectionStatus = (typeof correctionStatuses)[number]

/** What is to be changed, of each kind. Ids are numbers; `authorId` is the record that it is about. */
export type CorrectionDetails =
  /** `authorId` goes, and its address leads to `intoId`, which stays. */
  | { readonly kind: 'merge'; readonly authorId: number; readonly intoId: number }
  /** The works go to another record; null: to a new one, named as the works print the name. */
  | {
      readonly kind: 'split'
      readonly authorId: number
      readonly workIds: readonly number[]
      readonly intoId: number | null
    }
  /** The works are not this author's: the name on the byline leads to `toId`, or to nobody. */
  | {
      readonly kind: 'not-my-work'
      readonly authorId: number
      readonly workIds: readonly number[]
      readonly toId: number | null
    }
  /** `work` is a work's id or identifier as `parseWorkMention` writes it; `position` its 1-based place on the byline, where it is known. */
  | {
      readonly kind: 'missing-work'
      readonly authorId: number
      readonly work: string
      readonly position: number | null
    }
  /** The author is not at this institution, but at the other, where one is named. */
  | {
      readonly kind: 'wrong-affiliation'
      readonly authorId: number
      readonly institutionId: number
      readonly rightId: number | null
    }
  | { readonly kind: 'hide'; readonly authorId: number }

export const correctionBounds = {
  /** Characters. */
  statement: 2_000,
  reason: 2_000,
  url: 500,
  works: 200,
} as const

export class MalformedCorrectionError extends AppError {
  constructor(problem: string) {
    super('malformed-correction', problem)
  }
}

const id = z.number('An id such as A123 is expected.').int().positive().max(Number.MAX_SAFE_INTEGER)
const works = z
  .array(id)
  .min(1, 'Choose the works that it is about.')
  .max(correctionBounds.works, `One correction takes ${correctionBounds.works} works; propose the others apart.`)
  .transform((ids) => [...new Set(ids)].toSorted((a, b) => a - b))

const shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('merge'), authorId: id, intoId: id }),
  z.object({ kind: z.literal('split'), authorId: id, workIds: works, intoId: id.nullable() }),
  z.object({ kind: z.literal('not-my-work'), authorId: id, workIds: works, toId: id.nullable() }),
  z.object({
    kind: z.literal('missing-work'),
    authorId: id,
    work: z.string().min(2).max(correctionBounds.url),
    position: z.number().int().positive().max(100_000).nullable(),
  }),
  z.object({ kind: z.literal('wrong-affiliation'), authorId: id, institutionId: id, rightId: id.nullable() }),
  z.object({ kind: z.literal('hide'), authorId: id }),
])

/** What a form or the store holds. @throws {MalformedCorrectionError} with what can be mended. */
export function parseCorrection(input: unknown): CorrectionDetails {
  const result = shape.safeParse(input)
  if (!result.success) throw new MalformedCorrectionError(result.error.issues[0]?.message ?? 'This is no correction.')
  const problem = findContradiction(result.data)
  if (problem !== undefined) throw new MalformedCorrectionError(problem)
  return result.data
}

/** What names one where two are needed, said to whoever names them; undefined where nothing does. */
export function findContradiction(details: CorrectionDetails): string | undefined {
  switch (details.kind) {
    case 'merge':
    case 'split':
      return details.intoId === details.authorId ? 'Name two different records.' : undefined
    case 'not-my-work':
      return details.toId === details.authorId ? 'Name another record as the right one.' : undefined
    case 'wrong-affiliation':
      return details.rightId === details.institutionId ? 'Name another institution as the right one.' : undefined
    case 'missing-work':
    case 'hide':
      return undefined
  }
}

/** The records that a correction is about, the one it begins from first. */
export function authorIdsOf(details: CorrectionDetails): readonly number[] {
  switch (details.kind) {
    case 'merge':
      return [details.authorId, details.intoId]
    case 'split':
      return details.intoId === null ? [details.authorId] : [details.authorId, details.intoId]
    case 'not-my-work':
      return details.toId === null ? [details.authorId] : [details.authorId, details.toId]
    case 'missing-work':
    case 'wrong-affiliation':
    case 'hide':
      return [details.authorId]
  }
}

type NamedKind = 'author' | 'work' | 'institution'

/** The same change of other ids, such as those that took the place of the ones that it names. */
export function withIds(details: CorrectionDetails, of: (kind: NamedKind, id: number) => number): CorrectionDetails {
  const authorId = of('author', details.authorId)
  const ofAuthor = (other: number | null): number | null => (other === null ? null : of('author', other))
  const ofWorks = (ids: readonly number[]): number[] => [...new Set(ids.map((workId) => of('work', workId)))]
  switch (details.kind) {
    case 'merge':
      return { ...details, authorId, intoId: of('author', details.intoId) }
    case 'split':
      return { ...details, authorId, workIds: ofWorks(details.workIds), intoId: ofAuthor(details.intoId) }
    case 'not-my-work':
      return { ...details, authorId, workIds: ofWorks(details.workIds), toId: ofAuthor(details.toId) }
    case 'wrong-affiliation': {
      const { institutionId, rightId } = details
      const right = rightId === null ? null : of('institution', rightId)
      return { ...details, authorId, institutionId: of('institution', institutionId), rightId: right }
    }
    case 'missing-work':
    case 'hide':
      return { ...details, authorId }
  }
}

/**
 * The same for two proposals of the same change: who proposes it again is led to the one there is. To hide a record is
 * everybody's own request, with words of their own: a stranger's stands in nobody's way.
 */
export function sameCorrectionKey(details: CorrectionDetails, proposerId: string | null = null): string {
  switch (details.kind) {
    case 'merge': {
      // Which of the two stays is part of the decision.
      const [a, b] = [details.authorId, details.intoId].toSorted((x, y) => x - y)
      return `merge ${a} ${b}`
    }
    case 'split':
      return `split ${details.authorId} ${details.intoId ?? 'new'} ${details.workIds.join(',')}`
    case 'not-my-work':
      return `not-my-work ${details.authorId} ${details.toId ?? 'nobody'} ${details.workIds.join(',')}`
    case 'missing-work':
      return `missing-work ${details.authorId} ${details.work}`
    case 'wrong-affiliation':
      return `wrong-affiliation ${details.authorId} ${details.institutionId} ${details.rightId ?? 'none'}`
    case 'hide':
      return `hide ${details.authorId} ${proposerId ?? 'nobody'}`
  }
}
