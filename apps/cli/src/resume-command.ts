import { dirname, relative, sep } from 'node:path'
import { openFiles } from '@bzpeer/importers/openalex'
import type { DataLocation } from './location.ts'

/** The import that goes on with an unfinished run: of the folder that holds just its files, or of the files one by one. */
export async function resumeCommand(paths: readonly string[], { options }: DataLocation): Promise<string> {
  const folder = await findFolderOf(paths)
  return ['npx', 'bzpeer', 'import', ...(folder === undefined ? paths : [folder]), ...options].map(quote).join(' ')
}

const fewFiles = 3
/** A snapshot's layout: a folder a kind, and in it a folder a day. */
const mostFoldersBelow = 2

/** A run is known by its files, so a folder that holds others too would begin a new one. */
async function findFolderOf(paths: readonly string[]): Promise<string | undefined> {
  if (paths.length <= fewFiles) return undefined
  const folder = paths.map((path) => dirname(path)).reduce(commonFolder)
  if (paths.some((path) => relative(folder, dirname(path)).split(sep).length > mostFoldersBelow)) return undefined
  try {
    const { files } = await openFiles([folder])
    const there = new Set(files.map(({ path }) => path))
    return there.size === paths.length && paths.every((path) => there.has(path)) ? folder : undefined
  } catch {
    // It cannot be read whole: then it does not stand for its files.
    return undefined
  }
}

function commonFolder(a: string, b: string): string {
  return a === b || `${a}${sep}`.startsWith(b.endsWith(sep) ? b : `${b}${sep}`) ? b : commonFolder(a, dirname(b))
}

/** As a shell takes it for one word. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
