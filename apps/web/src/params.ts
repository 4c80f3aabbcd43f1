import { defineParams } from '@sveltejs/kit/params'

/** Schemes whose identifiers lead to a page: `/doi/10.1/x`, `/orcid/…`. */
const resolvableSchemes = ['doi', 'orcid', 'ror', 'arxiv']

export const params = defineParams({
  scheme: (text) => (resolvableSchemes.includes(text) ? text : undefined),
})
