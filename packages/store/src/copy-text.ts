/**
 * Rows in PostgreSQL's COPY text format: a tab between values, a newline after a row, `\N` for null
 * (PostgreSQL manual, COPY, "Text Format").
 */
export type CopyValue = string | number | boolean | null | Date | readonly string[] | readonly number[]

/** UTF-8, ready for {@link Session.copyIn}. */
export function encodeCopyText(rows: readonly (readonly CopyValue[])[]): Buffer {
  return Buffer.from(rows.map((row) => `${row.map(encodeValue).join('\t')}\n`).join(''), 'utf8')
}

function encodeValue(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return escapeText(value)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return value instanceof Date ? value.toISOString() : escapeText(encodeArray(value))
}

const special = /[\\\t\n\r]/
const specials = /[\\\t\n\r]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeText(text: string): string {
  return special.test(text) ? text.replace(specials, (character) => escapes[character] ?? character) : text
}

function encodeArray(items: readonly (string | number)[]): string {
  return `{${items.map((item) => (typeof item === 'number' ? item : `"${item.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`
}
