/** How column values arrive in JavaScript, the same from an embedded and a served database. By type oid. */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  // bigint: ids and counts stay below 2^53.
  20: Number,
  // date: a day has no time zone; `1997-01-31` stays text.
  1082: (text) => text,
  // smallint[], integer[], bigint[]
  1005: parseNumbers,
  1007: parseNumbers,
  1016: parseNumbers,
  // numeric
  1700: Number,
}

function parseNumbers(text: string): (number | null)[] {
  if (text === '{}') return []
  return text
    .slice(1, -1)
    .split(',')
    .map((item) => (item === 'NULL' ? null : Number(item)))
}
