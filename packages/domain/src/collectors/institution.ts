import type { Evidence, InstitutionalProof } from '../evidence.ts'
import type { ClaimantFacts, InstitutionSignIn } from './claimant-facts.ts'
import { type EvidenceCollector, toInstant } from './collector.ts'
import { domainOf, registeredDomain } from './domains.ts'
import { lapseOf } from './proof-lapse.ts'
import { isPublicMail } from './public-mail.ts'

/**
 * An email, or a sign-in, at an institution that is an affiliation of the record: the registered domain of the address
 * is that of the home page which the Research Organization Registry gives for it. Where anybody gets an address, having
 * one says nothing of that.
 */
export const institution: EvidenceCollector = {
  name: 'institution',
  collect(facts) {
    const byEmail = facts.emails.flatMap(({ email, renewedAt, lapsesAt }) =>
      workplaceOf(email).flatMap((domain) => attest(facts, domain, { by: 'email', renewedAt, lapsesAt })),
    )
    const bySignIn = facts.institutionSignIns.flatMap((signIn) =>
      domainsOf(signIn).flatMap((domain) =>
        attest(facts, domain, {
          by: 'sign-in',
          renewedAt: signIn.renewedAt,
          lapsesAt: lapseOf(new Date(signIn.renewedAt)).toISOString(),
        }),
      ),
    )
    return [...byEmail, ...bySignIn]
  },
}

/** The domain behind the @, where it says where somebody works. */
function workplaceOf(email: string): string[] {
  const domain = domainOf(email)
  return isPublicMail(registeredDomain(domain) ?? '') ? [] : [domain]
}

interface Shown {
  readonly by: InstitutionalProof
  readonly renewedAt: string
  readonly lapsesAt: string | null
}

function attest({ institutions }: ClaimantFacts, host: string, { by, renewedAt, lapsesAt }: Shown): Evidence[] {
  const domain = registeredDomain(host)
  const found = institutions.find(({ homepageUrl }) => {
    const home = URL.parse(homepageUrl)
    return home !== null && domain !== undefined && registeredDomain(home.hostname) === domain
  })
  if (found === undefined) return []
  return [
    {
      kind: 'attestation.institution',
      issuer: found.name,
      source: `https://ror.org/${found.ror}`,
      observed_at: toInstant(renewedAt),
      expires_at: lapsesAt === null ? null : toInstant(lapsesAt),
      by,
      institution: found.ror,
    },
  ]
}

/**
 * The domains an identity provider vouches for: the scopes of eduPerson affiliations that say the person is a member
 * (https://wiki.refeds.org/display/STAN/eduPerson), a verified email, and the provider's own host.
 */
function domainsOf({ issuer, claims }: InstitutionSignIn): string[] {
  const scoped = textsOf(claims['eduperson_scoped_affiliation'] ?? claims['eduPersonScopedAffiliation'])
  const members = scoped.flatMap((text) => /^(?:member|faculty|staff|employee|student)@(\S+)$/i.exec(text)?.[1] ?? [])
  const isVerified = claims['email_verified'] === true
  const emails = isVerified ? textsOf(claims['email']).flatMap(workplaceOf) : []
  const own = URL.parse(issuer)?.hostname
  return [...new Set([...members, ...emails, ...(own === undefined ? [] : [own])])]
}

function textsOf(value: unknown): string[] {
  return [value].flat().filter((text) => typeof text === 'string')
}
