import { AppError } from '@bzpeer/schema'
import { z } from 'zod'
import type { Evidence } from './evidence.ts'
import { type EvidenceKind, evidenceRules } from './evidence-rules.ts'
import { isDisputedAt, type TrustBasis } from './trust-judgement.ts'
import { toEvidenceJson } from './trust-json.ts'
import { trustVersion } from './trust.ts'

/**
 * Exported evidence: everything that trust in an author record is computed from, as `/api/authors/{id}/evidence` gives
 * it and `bzpeer trust` reads it. A file may come from anyone: every text and every list in it is bounded.
 */
export interface EvidenceFile {
  readonly basis: TrustBasis
  /** The instant at which it was exported. */
  readonly asOf: Date
}

/** What an author may have of evidence, and far more than anyone has. */
export const evidencePiecesAtMost = 10_000
/** In UTF-16 units, as a text in JavaScript is counted. */
export const evidenceFileLengthAtMost = 8 * 1024 * 1024
const textLengthAtMost = 2_000
const worksAtMost = 1_000_000

export class MalformedEvidenceError extends AppError {
  constructor(problem: string, options?: ErrorOptions) {
    super('malformed-evidence', `This is no exported evidence: ${problem}`, options)
  }
}

const mend = 'Mend it, or export it anew from /api/authors/{id}/evidence.'

/** @throws {MalformedEvidenceError} which names the field that is not as it should be. */
export function parseEvidenceFile(text: string): EvidenceFile {
  if (text.length > evidenceFileLengthAtMost)
    throw new MalformedEvidenceError(`it is longer than ${evidenceFileLengthAtMost / 1024 / 1024} MiB. ${mend}`)
  const { success, data, error } = fileShape.safeParse(parseJson(text), { reportInput: true })
  if (!success) throw new MalformedEvidenceError(explain(error.issues[0]))
  const since = data.disputed_since ?? data.as_of
  return {
    asOf: new Date(data.as_of),
    basis: {
      evidence: data.evidence.map(toEvidence),
      claimed: data.claimed,
      ...(data.disputed ? { dispute: { since: new Date(since), reason: data.disputed_because ?? 'claim' } } : {}),
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MalformedEvidenceError(`it is not JSON. ${mend}`, { cause })
  }
}

/** What is exported at an instant: parsed again, it leads to the same trust. `author` is the address of the record. */
export function toEvidenceFileJson(basis: TrustBasis, author: string, at: Date): object {
  const dispute = isDisputedAt(basis, at) ? basis.dispute : undefined
  return {
    author,
    claimed: basis.claimed,
    version: trustVersion,
    as_of: at.toISOString(),
    disputed: dispute !== undefined,
    disputed_since: dispute?.since.toISOString() ?? null,
    disputed_because: dispute?.reason ?? null,
    evidence: basis.evidence.map(toEvidenceJson),
  }
}

const isInstant = (text: string): boolean => instantShape.safeParse(text).success && !Number.isNaN(Date.parse(text))
const instantShape = z.iso.datetime({ offset: true })

/**
 * An instant in ISO 8601 with its offset from UTC, or a day in UTC, which stands for its beginning; undefined for
 * what is neither.
 */
export function findInstant(text: string): Date | undefined {
  if (z.iso.date().safeParse(text).success) return new Date(text)
  return isInstant(text) ? new Date(text) : undefined
}

const instantText = 'an instant such as 2026-11-23T00:00:00Z'
const instant = z.string(instantText).max(40, instantText).refine(isInstant, instantText)
const words = z.string('a text').max(textLengthAtMost, `a text of at most ${textLengthAtMost} characters`)
const yesOrNo = z.boolean('true or false')
const count = z
  .number('a whole number')
  .int('a whole number')
  .min(0, '0 or more')
  .max(worksAtMost, `at most ${worksAtMost}`)

const kinds = Object.keys(evidenceRules) as [EvidenceKind, ...EvidenceKind[]]

const pieceShape = z.object(
  {
    kind: z.enum(kinds, `one of ${kinds.join(', ')}`),
    issuer: words.nullish(),
    source: words.nullish(),
    observed_at: instant,
    expires_at: instant.nullish(),
    revoked_at: instant.nullish(),
    supported: count.nullish(),
    total: count.nullish(),
    closes_triangle: yesOrNo.nullish(),
    independent: yesOrNo.nullish(),
    matches_byline: yesOrNo.nullish(),
    both_ways: yesOrNo.nullish(),
    by: z.enum(['sign-in', 'email'], '"sign-in" or "email"').nullish(),
    institution: words.nullish(),
  },
  'an object',
)

const fileShape = z.object(
  {
    author: words.optional(),
    claimed: yesOrNo,
    version: z.literal(trustVersion, `version ${trustVersion} of the score, which is what this bzpeer computes`),
    as_of: instant,
    disputed: yesOrNo,
    disputed_since: instant.nullish(),
    disputed_because: z.enum(['claim', 'orcid'], '"claim" or "orcid"').nullish(),
    evidence: z
      .array(pieceShape, 'a list')
      .max(evidencePiecesAtMost, `at most ${evidencePiecesAtMost} pieces of evidence`),
  },
  'an object',
)

const ownIssuer = 'this site'

/** The count of supported works is the site's own, and may name no issuer and no source. */
function toEvidence(piece: z.infer<typeof pieceShape>, index: number): Evidence {
  const { kind, issuer, source, observed_at, expires_at, ...more } = piece
  const isCount = kind === 'authorship.supported'
  const needed = isCount ? (['supported', 'total'] as const) : (['issuer', 'source'] as const)
  const missing = needed.find((field) => piece[field] === undefined || piece[field] === null)
  if (missing !== undefined) throw new MalformedEvidenceError(`evidence[${index}].${missing} is missing. ${mend}`)
  if ((piece.supported ?? 0) > (piece.total ?? 0))
    throw new MalformedEvidenceError(
      `evidence[${index}].supported is ${piece.supported}, which is more than total. ${mend}`,
    )
  const stated = Object.entries(more).filter(([, value]) => value !== null && value !== undefined)
  return {
    kind,
    issuer: issuer ?? ownIssuer,
    source: source ?? ownIssuer,
    observed_at,
    expires_at: expires_at ?? null,
    ...Object.fromEntries(stated),
  }
}

/** `evidence[3].observed_at should be an instant such as …, and is "yesterday". Mend it, or …` */
function explain(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return `it cannot be read. ${mend}`
  const field = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  const came = issue.input === undefined ? 'missing' : shorten(JSON.stringify(issue.input))
  return `${field.replace(/^\./, '') || 'it'} should be ${issue.message}, and is ${came}. ${mend}`
}

const cameLength = 60

function shorten(text: string): string {
  return text.length > cameLength ? `${text.slice(0, cameLength)}…` : text
}
