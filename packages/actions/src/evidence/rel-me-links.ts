import { Parser } from 'htmlparser2'

const linksReadAtMost = 1_000

/** Where a page's links with `rel="me"` lead: https://microformats.org/wiki/rel-me */
export function relMeLinks(html: string, pageUrl: URL): URL[] {
  const links: URL[] = []
  const parser = new Parser({
    onopentag(name, { rel = '', href }) {
      if ((name !== 'a' && name !== 'link') || href === undefined || links.length >= linksReadAtMost) return
      if (!rel.toLowerCase().split(/\s+/).includes('me')) return
      const url = URL.parse(href, pageUrl)
      if (url !== null) links.push(url)
    },
  })
  parser.end(html)
  return links
}

/** Whether two addresses lead to the same page: host and path, whatever stands behind them, and no slash at the end. */
export function isSamePage(one: URL, other: URL): boolean {
  return keyOf(one) === keyOf(other)
}

function keyOf({ host, pathname }: URL): string {
  return host + pathname.replace(/\/+$/, '')
}
