import { listSitemapEntries } from '@bzpeer/reads'
import { error } from '@sveltejs/kit'
import { getSite, originOf } from '#lib/server/site.ts'
import { escapeXml, xmlAnswer } from '#lib/server/xml-answer.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ params, url }) => {
  const origin = originOf(url)
  const entries = await listSitemapEntries(getSite().reads, params.name)
  if (entries === undefined) error(404, 'There is no such part of the sitemap.')
  const lines = entries.map(({ path, lastModified }) => {
    const modified = lastModified === null ? '' : `<lastmod>${lastModified.toISOString()}</lastmod>`
    return `<url><loc>${escapeXml(origin + path)}</loc>${modified}</url>`
  })
  return xmlAnswer(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join('\n')}\n</urlset>`)
}
