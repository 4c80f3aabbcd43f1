/** What shows where somebody belongs has to be shown again within so many months: people move on, and addresses are handed on. */
const monthsOfProof = 24

/** Renewals are noted at most once in so many days: signing in every morning is not a hundred proofs. */
const daysBetweenRenewals = 30

/** When a proof of this instant stops to count. */
export function lapseOf(shownAt: Date): Date {
  const lapse = new Date(shownAt)
  lapse.setUTCMonth(lapse.getUTCMonth() + monthsOfProof)
  return lapse
}

/** A proof from this instant or before is renewed when it is shown again now. */
export function renewableBefore(now: Date): Date {
  return new Date(now.getTime() - daysBetweenRenewals * 86_400_000)
}
