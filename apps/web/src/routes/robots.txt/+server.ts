import { originOf } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

/** Every record may be listed; searches and slices of the graph have no end and are left out. */
export const GET: RequestHandler = ({ url }) => {
  const lines = [
    'User-agent: *',
    'Disallow: /search',
    'Disallow: /explore',
    'Disallow: /api/',
    '',
    `Sitemap: ${originOf(url)}/sitemap.xml`,
    '',
  ]
  return new Response(lines.join('\n'), {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  })
}
