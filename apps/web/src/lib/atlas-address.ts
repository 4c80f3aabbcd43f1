/** What an address of the atlas says; `at` is where its map looks. */
export interface AtlasAddress {
  readonly topic: string
  readonly from: number | null
  readonly to: number | null
  readonly show: string
  readonly sort: string
  readonly at: string
}

/** Address of the atlas, leaving out what is the default. */
export function atlasPath({ topic, from, to, show, sort, at }: AtlasAddress, page = 1): string {
  const parameters = filterParameters({ topic, from, to, show })
  if (sort !== show) parameters.set('sort', sort)
  if (page > 1) parameters.set('page', String(page))
  if (at !== '') parameters.set('at', at)
  return join('/atlas', parameters)
}

/** Where the map of such a page finds what it shows. */
export function atlasDataPath(address: Pick<AtlasAddress, 'topic' | 'from' | 'to' | 'show'>): string {
  return join('/api/atlas', filterParameters(address))
}

function filterParameters({
  topic,
  from,
  to,
  show,
}: Pick<AtlasAddress, 'topic' | 'from' | 'to' | 'show'>): URLSearchParams {
  const parameters = new URLSearchParams()
  if (topic !== '') parameters.set('topic', topic)
  if (from !== null) parameters.set('from_year', String(from))
  if (to !== null) parameters.set('to_year', String(to))
  if (show !== 'works') parameters.set('show', show)
  return parameters
}

function join(path: string, parameters: URLSearchParams): string {
  return parameters.size === 0 ? path : `${path}?${parameters}`
}
