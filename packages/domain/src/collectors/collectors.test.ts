import { describe, expect, test } from 'vitest'
import type { ClaimantFacts } from './claimant-facts.ts'
import { bylineEmail } from './byline-email.ts'
import { confirmedEmail } from './confirmed-email.ts'
import { domainOf, registeredDomain } from './domains.ts'
import { institution } from './institution.ts'
import { orcidSignIn } from './orcid-sign-in.ts'
import { isPublicMail } from './public-mail.ts'

const at = '2026-01-02T03:04:05+00:00'
const instant = '2026-01-02T03:04:05.000Z'
const nothing: ClaimantFacts = { emails: [], orcids: [], institutionSignIns: [], institutions: [] }
const stanford = { ror: '00f54p054', name: 'Stanford University', homepageUrl: 'https://www.stanford.edu/' }
const oxford = { ror: '052gg0110', name: 'University of Oxford', homepageUrl: 'http://www.ox.ac.uk/' }
const email = (address: string, bylineWorkIds: readonly number[] = []) => ({
  email: address,
  renewedAt: at,
  lapsesAt: null,
  bylineWorkIds,
})

describe('an email', () => {
  test('is evidence by its domain alone: nobody reads the address', () => {
    const [found] = confirmedEmail.collect({ ...nothing, emails: [email('somebody@cs.stanford.edu', [3])] })
    expect(found).toEqual({
      kind: 'control.email',
      issuer: 'this site',
      source: 'an address at cs.stanford.edu',
      observed_at: instant,
      expires_at: null,
      matches_byline: true,
    })
  })

  test('supports the works on whose bylines it stands for as long as it is confirmed, and no others', () => {
    const onByline = { ...email('somebody@cs.stanford.edu', [3, 7]), lapsesAt: '2028-01-02T03:04:05+00:00' }
    expect(bylineEmail.collect({ ...nothing, emails: [onByline, email('somebody@mail.example')] })).toEqual([
      {
        kind: 'authorship.supported',
        issuer: 'this site',
        source: 'an address at cs.stanford.edu',
        observed_at: instant,
        expires_at: '2028-01-02T03:04:05.000Z',
        work_ids: [3, 7],
      },
    ])
  })

  test.each([
    ['a@cs.stanford.edu', stanford.ror],
    ['a@stanford.edu', stanford.ror],
    ['a@maths.ox.ac.uk', oxford.ror],
  ])('%s attests the affiliation whose domain it is at', (address, ror) => {
    const found = institution.collect({ ...nothing, emails: [email(address)], institutions: [oxford, stanford] })
    expect(found.map(({ institution: where, by }) => [where, by])).toEqual([[ror, 'email']])
  })

  test.each(['a@ac.uk', 'a@notstanford.edu', 'a@stanford.edu.evil.example', 'a@cam.ac.uk', 'a@localhost', 'a@'])(
    '%s attests none of them',
    (address) => {
      const found = institution.collect({ ...nothing, emails: [email(address)], institutions: [oxford, stanford] })
      expect(found).toEqual([])
    },
  )

  test('at a host where anyone gets a page attests no institution that has its page there', () => {
    const lab = { ror: '012345678', name: 'A lab', homepageUrl: 'https://lab.github.io/' }
    expect(institution.collect({ ...nothing, emails: [email('a@other.github.io')], institutions: [lab] })).toEqual([])
  })
})

describe('an address where anybody gets one', () => {
  const yahoo = { ror: '03gq8sg42', name: 'Yahoo (Spain)', homepageUrl: 'https://es.yahoo.com/' }
  const berlin = { ror: '0247jgm75', name: 'Senatsverwaltung', homepageUrl: 'https://www.berlin.de/' }
  const biglobe = { ror: '05vjq0r17', name: 'A foundation', homepageUrl: 'http://www1a.biglobe.ne.jp/foundation/' }
  const institutions = [yahoo, berlin, biglobe]

  test.each(['ann.lee.1987@yahoo.com', 'a@mail.yahoo.com', 'a@berlin.de', 'a@mtj.biglobe.ne.jp'])(
    '%s attests no institution that has its home page there, mailed to or stated',
    (address) => {
      expect(institution.collect({ ...nothing, emails: [email(address)], institutions })).toEqual([])
      const claims = { email: address, email_verified: true }
      const institutionSignIns = [{ issuer: 'https://proxy.example', claims, renewedAt: at }]
      expect(institution.collect({ ...nothing, institutionSignIns, institutions })).toEqual([])
    },
  )

  test('says nothing against who is a member by what their institution states', () => {
    const claims = { eduperson_scoped_affiliation: 'staff@berlin.de' }
    const institutionSignIns = [{ issuer: 'https://proxy.example', claims, renewedAt: at }]
    const found = institution.collect({ ...nothing, institutionSignIns, institutions })
    expect(found.map(({ institution: where }) => where)).toEqual([berlin.ror])
  })

  test.each(['a@gmail.com', 'a@hotmail.co.uk', 'a@qq.com', 'a@T-Online.de'])('%s is one', (address) => {
    expect(isPublicMail(registeredDomain(domainOf(address)) ?? '')).toBe(true)
  })

  test.each(['a@cs.stanford.edu', 'a@nus.edu.sg', 'a@unican.es', 'a@google.com', 'a@uol.de'])(
    '%s is none',
    (address) => {
      expect(isPublicMail(registeredDomain(domainOf(address)) ?? '')).toBe(false)
    },
  )
})

describe('a sign-in at an institution', () => {
  const signIn = (issuer: string, claims: Record<string, unknown>) => [{ issuer, claims, renewedAt: at }]
  test.each([
    ['the scope of an affiliation', 'https://proxy.example', { eduperson_scoped_affiliation: ['staff@ox.ac.uk'] }],
    ['a verified email', 'https://proxy.example', { email: 'a@ox.ac.uk', email_verified: true }],
    ['the provider itself', 'https://login.ox.ac.uk/oidc', {}],
  ])('attests the affiliation by %s', (_, issuer, claims) => {
    const found = institution.collect({
      ...nothing,
      institutionSignIns: signIn(issuer, claims),
      institutions: [oxford],
    })
    expect(found.map(({ institution: where, by }) => [where, by])).toEqual([[oxford.ror, 'sign-in']])
    expect(found.map(({ expires_at }) => expires_at)).toEqual(['2028-01-02T03:04:05.000Z'])
  })

  test.each([
    ['an affiliation of somebody else', { eduperson_scoped_affiliation: 'affiliate@ox.ac.uk' }],
    ['an email that nobody verified', { email: 'a@ox.ac.uk' }],
    ['claims of other types', { email: { a: 1 }, email_verified: true, eduperson_scoped_affiliation: 7 }],
  ])('attests nothing by %s', (_, claims) => {
    const signIns = signIn('https://proxy.example', claims)
    expect(institution.collect({ ...nothing, institutionSignIns: signIns, institutions: [oxford] })).toEqual([])
  })
})

test('an iD says something about the record only where it stands there', () => {
  const orcids = [
    { orcid: '0000-0002-1825-0097', renewedAt: at, isOnRecord: true },
    { orcid: '0000-0001-5109-3700', renewedAt: at, isOnRecord: false },
  ]
  expect(orcidSignIn.collect({ ...nothing, orcids }).map(({ independent }) => independent)).toEqual([true, false])
})
