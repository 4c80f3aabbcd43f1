import { error } from '@sveltejs/kit'
import { isThisMachine, waysIn } from '#lib/server/ways-in.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

/** Headers by which a proxy says that somebody stands behind it. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** Mail that no server took, for who sits at this machine; to anybody else there is no such page. */
export const load: PageServerLoad = ({ request, url, getClientAddress, setHeaders }) => {
  const isHere = isThisMachine(getClientAddress()) && !forwarding.some((name) => request.headers.has(name))
  const { mailbox } = getSite().accounts
  if (mailbox === undefined || waysIn(url).email !== 'mailbox' || !isHere)
    error(404, 'Nothing of this site has this address.')
  setHeaders({ 'cache-control': 'private, no-store' })
  return { mails: mailbox.list() }
}
