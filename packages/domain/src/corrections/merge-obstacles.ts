import { formatId } from '@bzpeer/schema'

/** What is looked at before two records become one. */
export interface MergingRecord {
  readonly id: number
  readonly isHidden: boolean
  /** The account whose claim is accepted. */
  readonly ownerId: string | null
  /** ORCID iDs that the owner has signed in with. */
  readonly ownerOrcids: readonly string[]
  /** `orcid 0000-…`: identifiers that are given to people. */
  readonly identifiers: readonly string[]
}

/** Why two records cannot be one person's, whatever people say: undefined where nothing is known against it. */
export function findIdentityConflict(a: MergingRecord, b: MergingRecord): string | undefined {
  const schemesOf = ({ identifiers }: MergingRecord) => Map.groupBy(identifiers, schemeOf)
  const [ofA, ofB] = [schemesOf(a), schemesOf(b)]
  for (const [scheme, values] of ofA) {
    const others = ofB.get(scheme) ?? []
    if (others.length === 0 || values.some((value) => others.includes(value))) continue
    return (
      `${nameOf(a)} has ${say(values[0])} and ${nameOf(b)} has ${say(others[0])}: two different identifiers of people. ` +
      'Records with different ones are not merged; where one of them is wrong, its source has to correct it first.'
    )
  }
  return undefined
}

/** Why two records cannot be merged as things stand; undefined where they can. */
export function findMergeObstacle(a: MergingRecord, b: MergingRecord): string | undefined {
  const conflict = findIdentityConflict(a, b)
  if (conflict !== undefined) return conflict
  if (a.isHidden || b.isHidden) return 'One of the records is hidden on request. It has to be shown again before.'
  if (a.ownerId !== null && b.ownerId !== null && a.ownerId !== b.ownerId)
    return 'Both records have owners, and they are two accounts. One of the claims has to end before: a record has one owner.'
  return findUnshownOrcid(a, b) ?? findUnshownOrcid(b, a)
}

/** A record with an iD is never given away by time: neither to who was given one without. */
function findUnshownOrcid(owned: MergingRecord, other: MergingRecord): string | undefined {
  if (owned.ownerId === null || owned.ownerId === other.ownerId || orcidsOf(owned).length > 0) return undefined
  const orcids = orcidsOf(other)
  if (orcids.length === 0 || orcids.some((orcid) => owned.ownerOrcids.includes(orcid))) return undefined
  return (
    `${nameOf(other)} has the ORCID iD ${orcids[0]}, and the owner of ${nameOf(owned)} has not signed in with it. ` +
    'They do that before, or their claim ends: merging gives nobody a record whose iD they have not shown.'
  )
}

function orcidsOf({ identifiers }: MergingRecord): string[] {
  return identifiers.filter((each) => schemeOf(each) === 'orcid').map((each) => each.slice('orcid '.length))
}

function schemeOf(identifier: string): string {
  return identifier.slice(0, identifier.indexOf(' '))
}

function nameOf({ id }: MergingRecord): string {
  return formatId({ kind: 'author', id })
}

function say(identifier = ''): string {
  const scheme = schemeOf(identifier)
  return `${scheme === 'orcid' ? 'the ORCID iD' : scheme} ${identifier.slice(scheme.length + 1)}`
}
