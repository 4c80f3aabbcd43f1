import { fileURLToPath } from 'node:url'
import { importFiles } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import { isEmpty, type Store } from '@bzpeer/store'

const sampleFolder = fileURLToPath(new URL('../../../sample/', import.meta.url))

/** A first look needs something to look at: the bundled sample, where there is nothing else. */
export async function loadSampleIfEmpty(store: Store, say: (sentence: string) => void): Promise<void> {
  if (!(await isEmpty(store))) return
  const { files } = await openFiles([sampleFolder])
  const { created } = await importFiles({ store, now: () => new Date() }, files, () => undefined)
  say(`Loaded the bundled sample: ${created} records.`)
}
