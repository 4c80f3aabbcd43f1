import { AsyncLocalStorage } from 'node:async_hooks'

/** What a provider has stated, and we have verified, in the course of answering one request. */
export interface Stated {
  readonly providerId: string
  readonly issuer: string
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
  /** False where a part of it could not be asked for. */
  readonly isWhole: boolean
}

const listening = new AsyncLocalStorage<{ heard?: Stated }>()

/** Runs `work`, and says what a provider stated meanwhile. */
export async function hearStated<T>(work: () => Promise<T>): Promise<{ result: T; stated: Stated | undefined }> {
  const box: { heard?: Stated } = {}
  const result = await listening.run(box, work)
  return { result, stated: box.heard }
}

export function tellStated(stated: Stated): void {
  const box = listening.getStore()
  if (box !== undefined) box.heard = stated
}
