import type { SignedIn } from '@bzpeer/accounts'

declare global {
  namespace App {
    interface Locals {
      /** Who is signed in, once somebody asked: the answer is for this visitor alone then. */
      caller?: Promise<SignedIn | undefined>
    }
    interface Error {
      /** Of a record that is hidden on request: its id, and since when, ISO 8601. */
      hidden?: { readonly id: string; readonly since: string }
    }
    interface PageData {
      /** Scheme and host under which this site's own addresses are written. */
      origin: string
      /** Whether one can sign in with ORCID here. */
      offersOrcid: boolean
    }
  }
}

export {}
