import { fileURLToPath } from 'node:url'
import { importFiles } from '@bzpeer/actions'
import { openFiles } from '@bzpeer/importers/openalex'
import { isEmpty, listUnfinishedRuns, type Store } from '@bzpeer/store'

const sampleFolder = fileURLToPath(new URL('../../../sample/', import.meta.url))

/** A first look needs something to look at: the bundled sample, where there is nothing else or only a part of it. */
export async function loadSampleIfEmpty(store: Store, say: (sentence: string) => void): Promise<void> {
  const { files } = await openFiles([sampleFolder])
  const paths = new Set(files.map(({ path }) => path))
  const unfinished = await listUnfinishedRuns(store)
  const wasCutOff = unfinished.some((run) => run.paths.every((path) => paths.has(path)))
  if (!wasCutOff && !(await isEmpty(store))) return
  const { created } = await importFiles({ store, now: () => new Date() }, files, () => undefined)
  say(`Loaded the bundled sample: ${created} records.`)
}
