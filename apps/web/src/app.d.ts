declare global {
  namespace App {
    interface PageData {
      /** Scheme and host under which this site's own addresses are written. */
      origin: string
    }
  }
}

export {}
