import type { Transport } from '@sveltejs/kit/hooks'
import { Unsent } from '#lib/unsent.ts'

export const transport: Transport = {
  Unsent: {
    encode: (value) => value instanceof Unsent && 'unsent',
    decode: () => {
      throw new Error('internal: what a page is rendered from stays on the server.')
    },
  },
}
