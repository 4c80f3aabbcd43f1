const kept = /^(?:name|given_name|family_name|email|email_verified|edu_?person\w*|schac_?\w*|voperson\w*)$/i
const mostClaims = 40
const longestText = 300
const longestList = 20

/** Of what a provider states, what says who somebody is or where they belong, in bounded size. */
export function keptClaims(stated: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const claims = Object.entries(stated)
    .filter(([name]) => name.length <= 60 && kept.test(name))
    .slice(0, mostClaims)
    .map(([name, value]) => [name, bounded(value)] as const)
  return Object.fromEntries(claims.filter(([, value]) => value !== undefined))
}

function bounded(value: unknown): string | boolean | string[] | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return textOf(value)
  if (Array.isArray(value))
    return value
      .slice(0, longestList)
      .filter((each) => typeof each === 'string')
      .map(textOf)
  return undefined
}

function textOf(text: string): string {
  return text
    .slice(0, longestText)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim()
}
