import { open, rename, rm, stat } from 'node:fs/promises'
import { describeFileFault } from './describe-file-fault.ts'
import { UnwritableFileError } from './unwritable-file-error.ts'

type Part = string | Uint8Array

/**
 * The file is the old one or the new one, whenever power or process ends: written beside its place, then renamed.
 * @param parts one after the other; taken once the file is open
 * @throws {UnwritableFileError}
 */
export async function writeWholeFile(path: string, parts: Iterable<Part> | AsyncIterable<Part>): Promise<void> {
  const refuse = (cause: unknown): never => {
    throw new UnwritableFileError(path, describeFileFault(cause), { cause })
  }
  // What is not there, or cannot be seen, is found out when it is opened.
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory() === true) throw new UnwritableFileError(path, 'it is a folder')
  const beside = `${path}.${process.pid}.part`
  try {
    const file = await open(beside, 'w').catch(refuse)
    try {
      for await (const part of parts) await file.writeFile(part).catch(refuse)
      await file.sync().catch(refuse)
    } finally {
      await file.close().catch(refuse)
    }
    await rename(beside, path).catch(refuse)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw error
  }
}
