import { assertShown, findByIdentifier } from '@bzpeer/reads'
import { findIdentifier, pathOf } from '@bzpeer/schema'
import { error, redirect } from '@sveltejs/kit'
import { nameOfScheme } from '#lib/entity-words.ts'
import { getSite } from '#lib/server/site.ts'
import type { PageServerLoad } from './$types'

/** Leads from an identifier of the wider world to its page. Not for ever: records are merged and split. */
export const load: PageServerLoad = async ({ params: { scheme, value } }) => {
  const identifier = findIdentifier(scheme, value)
  const named = `${nameOfScheme(scheme)} ${value.slice(0, 80)}`
  if (identifier === undefined) error(404, `“${named}” is not written as such an identifier is.`)
  const ref = await findByIdentifier(getSite().reads, scheme, identifier.value)
  if (ref === undefined) error(404, `No record here has the identifier ${named}.`)
  await assertShown(getSite().reads, ref)
  redirect(302, pathOf(ref))
}
