import { listSitemaps } from '@bzpeer/reads'
import { getSite, originOf } from '#lib/server/site.ts'
import { escapeXml, xmlAnswer } from '#lib/server/xml-answer.ts'
import type { RequestHandler } from './$types'

/** https://www.sitemaps.org/protocol.html: the index of the parts. */
export const GET: RequestHandler = async ({ url }) => {
  const origin = originOf(url)
  const names = await listSitemaps(getSite().reads)
  const entries = names.map((name) => `<sitemap><loc>${escapeXml(`${origin}/sitemaps/${name}.xml`)}</loc></sitemap>`)
  return xmlAnswer(
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</sitemapindex>`,
  )
}
