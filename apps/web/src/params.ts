import { entityKinds, collectionOf, isKnownScheme } from '@bzpeer/schema'
import { defineParams } from '@sveltejs/kit/params'

const collections: readonly string[] = entityKinds.map((kind) => collectionOf[kind])

export const params = defineParams({
  scheme: (text) => (isKnownScheme(text) ? text : undefined),
  collection: (text) => (collections.includes(text) ? text : undefined),
})
