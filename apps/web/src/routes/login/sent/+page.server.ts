import { waysIn } from '#lib/server/ways-in.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' })
  return { isMailbox: waysIn(url).email === 'mailbox' }
}
