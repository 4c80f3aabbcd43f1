/**
 * Decides about one block: names on bylines that their source leaves without a record, and the records they may belong
 * to. Bylines are joined with records and with each other. Two records of sources are never joined here, however alike:
 * they are proposed to people. A record that this site made itself gives way to whatever record it turns out to be.
 */
import type { Appearance } from './appearance.ts'
import { clusterPeople, linkOf } from './cluster-people.ts'
import { findIdentityEvidence, type IdentityEvidence } from './identity-evidence.ts'
import { identityWeights, logOddsOf } from './identity-weights.ts'

/** Log-odds from which two are taken for one person: two in three, on balance. */
export const isOnePerson = 0.8
/** Log-odds from which a record that this site made is given up for another. */
const isSurelyOnePerson = 2

export interface RecordOfPerson {
  readonly kind: 'record'
  readonly id: number
  /** Made by this site from bylines; no source knows it. */
  readonly isFounded: boolean
  /** Sources identify the person, by schemes such as orcid. */
  readonly schemes: readonly string[]
  /** Not looked at before, or changed since. */
  readonly isDue: boolean
  /** Some of the bylines it stands on. */
  readonly appearances: readonly Appearance[]
}

export interface OpenByline {
  readonly kind: 'byline'
  readonly position: number
  readonly appearance: Appearance
}

export type Seed = RecordOfPerson | OpenByline

/** What speaks for a decision: the likeliest of the appearances compared. */
export interface Finding {
  /** 0 to 1 */
  readonly confidence: number
  readonly evidence: IdentityEvidence
}

export interface Joined extends Finding {
  readonly byline: OpenByline
}

export interface BlockDecisions {
  /** Bylines that belong to a record. */
  readonly joined: readonly { readonly authorId: number; readonly bylines: readonly Joined[] }[]
  /** Bylines of one person whom no record knows. */
  readonly founded: readonly (readonly Joined[])[]
  /** Records made by this site that are a record that stands. */
  readonly merged: readonly (Finding & { readonly id: number; readonly intoId: number })[]
  /** Records that may be one person's, for people to decide. */
  readonly candidates: readonly (Finding & { readonly ids: readonly [number, number] })[]
}

/** Decides about seeds whose names share a block; at most as many as a square of them may cost. */
export function resolveBlock(seeds: readonly Seed[]): BlockDecisions {
  const likeliest = seeds.map(() => Number.NEGATIVE_INFINITY)
  const candidates: BlockDecisions['candidates'][number][] = []
  const groups = clusterPeople(
    seeds.map((seed) => appearancesOf(seed).length),
    (a, b) => {
      const [one, other] = [seeds[a], seeds[b]]
      const link = one && other && compareSeeds(one, other)
      if (link === undefined) return undefined
      const logOdds = linkOf(link)
      for (const at of [a, b]) likeliest[at] = Math.max(likeliest[at] ?? logOdds, logOdds)
      if (one?.kind !== 'record' || other?.kind !== 'record' || mayJoin(one, other, logOdds)) return link
      if (logOdds > isOnePerson) candidates.push(toCandidate(one, other, link))
      return undefined
    },
    isOnePerson,
  )
  const decisions = [...Map.groupBy(seeds.keys(), (at) => groups[at] ?? at).values()].map((members) =>
    decideGroup(members.map((at) => ({ seed: seeds[at]!, likeliest: likeliest[at] ?? Number.NEGATIVE_INFINITY }))),
  )
  return {
    joined: decisions.flatMap(({ joined }) => joined),
    founded: decisions.flatMap(({ founded }) => founded),
    merged: decisions.flatMap(({ merged }) => merged),
    candidates,
  }
}

/** Records of two sources are left to people. */
function mayJoin(a: RecordOfPerson, b: RecordOfPerson, logOdds: number): boolean {
  return (a.isFounded || b.isFounded) && logOdds > isSurelyOnePerson
}

function toCandidate(a: RecordOfPerson, b: RecordOfPerson, link: Link): BlockDecisions['candidates'][number] {
  const ids: [number, number] = a.id < b.id ? [a.id, b.id] : [b.id, a.id]
  return { ids, confidence: chanceOf(linkOf(link)), evidence: link.evidence }
}

interface Member {
  readonly seed: Seed
  /** Log-odds of the seed being whoever else in the block it is most like. */
  readonly likeliest: number
}

type Decided = Omit<BlockDecisions, 'candidates'>

function decideGroup(members: readonly Member[]): Decided {
  // A source's record stands before one that this site made, and of those the older before the younger.
  const [standing, ...others] = members
    .flatMap(({ seed }) => (seed.kind === 'record' ? [seed] : []))
    .toSorted((a, b) => Number(a.isFounded) - Number(b.isFounded) || a.id - b.id)
  const bylines = members.flatMap((member) =>
    member.seed.kind === 'byline' ? [{ byline: member.seed, ...findingOf(member, members) }] : [],
  )
  if (standing === undefined) return { joined: [], founded: [bylines], merged: [] }
  const merged = others.map((record) => {
    const finding = findingOf({ seed: record, likeliest: 0 }, members)
    return { id: record.id, intoId: standing.id, ...finding }
  })
  return { joined: bylines.length > 0 ? [{ authorId: standing.id, bylines }] : [], founded: [], merged }
}

/** What speaks for a member of a group being the person of the others; for one that stays alone, how unlike it is to all. */
function findingOf({ seed, likeliest }: Member, members: readonly Member[]): Finding {
  const links = members
    .filter((other) => other.seed !== seed)
    .map((other) => compareSeeds(seed, other.seed))
    .filter((link) => link !== undefined)
  if (links.length === 0) return { confidence: 1 - chanceOf(likeliest), evidence: [] }
  const mean = links.reduce((sum, link) => sum + link.mean, 0) / links.length
  const nearest = links.reduce((one, other) => (other.best > one.best ? other : one))
  return { confidence: chanceOf(linkOf({ mean, best: nearest.best })), evidence: nearest.evidence }
}

function appearancesOf(seed: Seed): readonly Appearance[] {
  return seed.kind === 'record' ? seed.appearances : [seed.appearance]
}

function chanceOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

interface Link {
  readonly mean: number
  readonly best: number
  /** Of the two appearances that are most alike. */
  readonly evidence: IdentityEvidence
}

/** How alike two seeds are; undefined for two that are not one person, and for records that were compared before. */
function compareSeeds(a: Seed, b: Seed): Link | undefined {
  if (areSettled(a, b)) return undefined
  const toldApart = areToldApart(a, b)
  let [sum, count, best] = [0, 0, Number.NEGATIVE_INFINITY]
  let nearest: IdentityEvidence = []
  for (const here of appearancesOf(a)) {
    for (const there of appearancesOf(b)) {
      const found = findIdentityEvidence(here, there)
      if (found === undefined) return undefined
      const evidence: IdentityEvidence = toldApart ? [...found, ['told-apart', 1]] : found
      const logOdds = logOddsOf(found, identityWeights) + (toldApart ? identityWeights['told-apart'] : 0)
      sum += logOdds
      count++
      if (logOdds <= best) continue
      best = logOdds
      nearest = evidence
    }
  }
  return count === 0 ? undefined : { mean: sum / count, best, evidence: nearest }
}

function areSettled(a: Seed, b: Seed): boolean {
  return a.kind === 'record' && b.kind === 'record' && !a.isDue && !b.isDue
}

/** One scheme gives each of them an identifier of their own. */
function areToldApart(a: Seed, b: Seed): boolean {
  return a.kind === 'record' && b.kind === 'record' && a.schemes.some((scheme) => b.schemes.includes(scheme))
}
