const counts = new Intl.NumberFormat('en')
const points = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** `12,345` */
export function formatCount(count: number): string {
  return counts.format(count)
}

/** `1 work`, `2 works`; a noun whose plural is not its own name and an s comes with it. */
export function formatCountOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Points of evidence: `3`, or `12.4` where a rule gives fractions. */
export function formatPoints(value: number): string {
  return points.format(value)
}

/** An ISO 8601 date or instant as `1 April 2022`, as `April 2022` where it has no day, and as it came where it is neither. */
export function formatDate(iso: string): string {
  const instant = Date.parse(iso)
  if (Number.isNaN(instant) || iso.length < 7) return iso
  return (iso.length === 7 ? months : days).format(instant)
}

/** `2019 to 2022`, `2022`, or undefined when neither end is known. */
export function formatYears(first: number | null, last: number | null): string | undefined {
  if (first === null || last === null || first === last) return (last ?? first)?.toString()
  return `${first} to ${last}`
}
