import { AppError } from '@bzpeer/schema'
import { z } from 'zod'

/** What the owner of a record adds to it. The facts of the record stay as their sources state them. */
export interface ResearcherProfile {
  readonly preferredName: string | null
  readonly description: string | null
  readonly role: string | null
  readonly openToCollaborate: boolean
  readonly links: readonly { readonly label: string; readonly url: string }[]
  /** Numbers of works that are shown first, in this order. */
  readonly highlights: readonly number[]
  readonly hiddenParts: readonly HideablePart[]
}

/** Parts of the page that say nothing about whose record it is, and which its owner may take off it. */
export const hideableParts = {
  alternativeNames: 'Other ways in which the name is written',
  formerAffiliations: 'Affiliations besides the first',
} as const

export type HideablePart = keyof typeof hideableParts

export const profileBounds = {
  name: 100,
  description: 600,
  role: 80,
  links: 8,
  label: 60,
  url: 500,
  highlights: 10,
} as const

export const emptyProfile: ResearcherProfile = {
  preferredName: null,
  description: null,
  role: null,
  openToCollaborate: true,
  links: [],
  highlights: [],
  hiddenParts: [],
}

export class MalformedProfileError extends AppError {
  constructor(problem: string) {
    super('malformed-profile', problem)
  }
}

/** Marks that cannot be seen, or turn the text around: they change how what stands beside them reads. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const joiners = /[\u200C\u200D]/u

function line(longest: number, what: string) {
  return z
    .string()
    .transform((text) =>
      text
        .replace(unseen, (mark) => (joiners.test(mark) ? mark : ' '))
        .replace(/ {2,}/g, ' ')
        .trim(),
    )
    .refine((text) => text.length <= longest, `${what} may have ${longest} characters.`)
    .transform((text) => (text === '' ? null : text))
}

const link = z.object({
  label: line(profileBounds.label, 'The name of a link'),
  url: z
    .string()
    .trim()
    .max(profileBounds.url, `The address of a link may have ${profileBounds.url} characters.`)
    .refine(isWebAddress, 'The address of a link begins with https:// or http://, such as https://example.org/~me.'),
})

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
  )
}

const shape = z.object({
  preferredName: line(profileBounds.name, 'A name'),
  description: line(profileBounds.description, 'The description'),
  role: line(profileBounds.role, 'A role'),
  openToCollaborate: z.boolean(),
  links: z
    .array(link)
    .max(profileBounds.links, `A page has room for ${profileBounds.links} links.`)
    .transform((links) => links.map(({ label, url }) => ({ label: label ?? new URL(url).host, url }))),
  highlights: z
    .array(z.number().int().positive())
    .max(profileBounds.highlights, `${profileBounds.highlights} works can be shown first.`)
    .transform((ids) => [...new Set(ids)]),
  hiddenParts: z.array(z.enum(Object.keys(hideableParts) as [HideablePart, ...HideablePart[]])),
})

/** @throws {MalformedProfileError} with what the owner can mend. */
export function parseProfile(input: unknown): ResearcherProfile {
  const result = shape.safeParse(input)
  if (!result.success) throw new MalformedProfileError(result.error.issues[0]?.message ?? 'This is no profile.')
  return result.data
}
