import { exportAccount } from '@bzpeer/accounts'
import { requireCaller } from '#lib/server/caller.ts'
import { getSite } from '#lib/server/site.ts'
import type { RequestHandler } from './$types'

/** Everything about who asks, as a file. */
export const GET: RequestHandler = async (event) => {
  const everything = await exportAccount(getSite().accounts, await requireCaller(event))
  return new Response(`${JSON.stringify(everything, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="bzpeer-account.json"',
      'cache-control': 'private, no-store',
    },
  })
}
