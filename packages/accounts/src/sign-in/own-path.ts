const longestPath = 500

/**
 * Where somebody is sent after they signed in: a path of this site, whatever was asked for. Browsers read a backslash as
 * a slash and drop control characters, so that `/\evil.example` and `/\t/evil.example` lead away.
 */
export function ownPath(text: string | null | undefined, otherwise = '/settings'): string {
  if (text === null || text === undefined || text.length > longestPath) return otherwise
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (!text.startsWith('/') || /^\/[/\\]|[\\\u0000-\u001f\u007f]/.test(text)) return otherwise
  const base = 'http://site.invalid'
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  return url?.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : otherwise
}
