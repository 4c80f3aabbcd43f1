import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** Where browsers and feed readers look for an icon that no page has told them of. */
export const GET: RequestHandler = () => redirect(308, '/favicon.svg')
