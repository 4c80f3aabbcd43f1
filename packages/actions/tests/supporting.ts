import { importFiles, settleClaims } from '@bzpeer/actions'
import {
  type Caller,
  defaultClaimPolicy,
  judgeTrust,
  parseEvidenceFile,
  toEvidenceFileJson,
  toTrustJson,
} from '@bzpeer/domain'
import { openFiles } from '@bzpeer/importers/openalex'
import { findTrustBasis } from '@bzpeer/store'
import { expect } from 'vitest'
import { after, type Claiming, failing } from './claiming.ts'
import { institution, type JsonRecord, slot } from './made-records.ts'
import type { TestStore } from './test-store.ts'

/** Co-authors at one institution. */
export const [ada, ben, dan, cleo] = [4, 5, 7, 8]
export const names = new Map([
  [ada, 'Ada Ahn'],
  [ben, 'Ben Bly'],
  [dan, 'Dan Dee'],
  [cleo, 'Cleo Cox'],
])
/** What attests who has an address there. */
export const university = institution(1, 'University of Jena', {
  ror: 'https://ror.org/05qpz1x62',
  homepage_url: 'https://www.uni-jena.de/',
})

export function nameOn(id: number, affiliation = 'Jena'): JsonRecord {
  return { ...slot(id, [1], names.get(id) ?? `Author ${id}`), raw_affiliation_strings: [affiliation] }
}

export type Owner = Caller & { readonly claimId: string }

/** Owners of records, and how many of their works have support. */
export interface Supporting {
  /** Who owns the record from the eighth day on, by an address of the university unless another is given. */
  readonly own: (authorId: number, options?: { readonly email?: string; readonly lapsesAt?: Date }) => Promise<Owner>
  /** A further record for somebody. */
  readonly ownToo: (caller: Caller, authorId: number) => Promise<string>
  readonly importAt: (at: Date, ...lines: readonly JsonRecord[]) => Promise<void>
  /** What is counted and read on a day, `2 of 4 by A5`; whoever has the evidence counts the same. */
  readonly supportOf: (authorId: number, days: number) => Promise<string>
}

export function useSupporting(it: TestStore, people: Claiming): Supporting {
  const supporting: Supporting = {
    async own(authorId, { email, lapsesAt } = {}) {
      const name = names.get(authorId) ?? `Author ${authorId}`
      const caller = await people.join(name, {
        email: email ?? `${name.toLowerCase().replace(' ', '.')}@uni-jena.de`,
        ...(lapsesAt === undefined ? {} : { lapsesAt }),
      })
      return { ...caller, claimId: await supporting.ownToo(caller, authorId) }
    },
    async ownToo(caller, authorId) {
      const claimId = await people.claim(caller, authorId)
      await settleClaims({ store: it.store, now: () => after(8), claimPolicy: defaultClaimPolicy }, failing)
      if ((await people.statusOf(claimId)) !== 'accepted')
        await it.store.db
          .updateTable('claims')
          .set({ status: 'accepted', accepted_at: after(8), contested_at: null, contest_rule: null })
          .where('id', '=', claimId)
          .execute()
      return claimId
    },
    async importAt(at, ...lines) {
      const { files } = await openFiles([it.writeFile(lines)])
      await importFiles({ store: it.store, now: () => at }, files, () => undefined)
    },
    async supportOf(authorId, days) {
      const at = after(days)
      const basis = await findTrustBasis(it.store.db, authorId, at)
      if (basis === undefined) throw new Error('There is no such author.')
      const { trust } = judgeTrust(basis, at)
      const exported = parseEvidenceFile(JSON.stringify(toEvidenceFileJson(basis, 'A', at)))
      expect(JSON.stringify(toTrustJson(judgeTrust(exported.basis, exported.asOf).trust))).toBe(
        JSON.stringify(toTrustJson(trust)),
      )
      const piece = trust.evidence.find(({ kind }) => kind === 'authorship.supported')
      return piece === undefined ? 'none' : `${piece.supported} of ${piece.total} by ${piece.issuer}`
    },
  }
  return supporting
}
