/** What passes between the program and the thread of its embedded database. */
export type EmbeddedRequest = { readonly number: number } & (
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'copyIn'; readonly sql: string; readonly text: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'copyOut'; readonly sql: string }
  | { readonly kind: 'close' }
)

/** Code of the error that answers every request where the database in the folder does not open. */
export const notOpenedCode = 'not-opened'

export interface EmbeddedAnswer {
  readonly number: number
  readonly rows?: Record<string, unknown>[]
  readonly affected?: number
  readonly text?: Uint8Array
  readonly error?: { readonly message: string; readonly code: string | null }
}
