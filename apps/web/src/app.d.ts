import type { SignedIn } from '@bzpeer/accounts'

declare global {
  namespace App {
    interface Locals {
      /** Who is signed in, once somebody asked: the answer is for this visitor alone then. */
      caller?: Promise<SignedIn | undefined>
    }
    interface PageData {
      /** Scheme and host under which this site's own addresses are written. */
      origin: string
    }
  }
}

export {}
