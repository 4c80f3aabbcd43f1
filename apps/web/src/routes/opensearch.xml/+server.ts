import { originOf } from '#lib/server/site.ts'
import { escapeXml, xmlAnswer } from '#lib/server/xml-answer.ts'
import type { RequestHandler } from './$types'

/** OpenSearch 1.1: lets a browser search this site from its address bar. */
export const GET: RequestHandler = ({ url }) => {
  const origin = escapeXml(originOf(url))
  const body = `<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>BZPEER</ShortName>
<Description>People, works, topics, institutions and sources</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="16" height="16" type="image/svg+xml">${origin}/favicon.svg</Image>
<Url type="text/html" method="get" template="${origin}/search?q={searchTerms}"/>
</OpenSearchDescription>`
  return xmlAnswer(body, 'application/opensearchdescription+xml')
}
