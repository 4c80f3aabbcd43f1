/**
 * Where a run lies on disk:
 *
 *     last.safetensors   as of the last checkpoint: what --resume goes on from
 *     best.safetensors   as of the lowest validation loss
 *     tokenizer.json     how its texts became tokens
 *     loss.svg           its losses
 */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseTokenizer } from '../data/parse-tokenizer.ts'
import type { Tokenizer } from '../data/tokenizer.ts'
import { describeFileFault } from '../safetensors/describe-file-fault.ts'
import { UnwritableFileError } from '../safetensors/unwritable-file-error.ts'
import { writeWholeFile } from '../safetensors/write-whole-file.node.ts'
import { CheckpointError } from './training-errors.ts'

export interface RunFolder {
  readonly path: string
  readonly last: string
  readonly best: string
  readonly tokenizer: string
  readonly plot: string
}

export function runFolderAt(path: string): RunFolder {
  return {
    path,
    last: join(path, 'last.safetensors'),
    best: join(path, 'best.safetensors'),
    tokenizer: join(path, 'tokenizer.json'),
    plot: join(path, 'loss.svg'),
  }
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

/** A file that stands where this folder, or one that it lies in, would be; undefined when the folder can be. */
export async function findFileInTheWay(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const info = await stat(at).catch(() => undefined)
    if (info !== undefined) return info.isDirectory() ? undefined : at
    if (at === dirname(at)) return undefined
  }
}

/** @throws {CheckpointError} when the folder has none. */
export async function readTokenizer(folder: RunFolder): Promise<Tokenizer> {
  const json = await readFile(folder.tokenizer, 'utf8').catch((cause: unknown) => {
    throw new CheckpointError(`${folder.tokenizer}: the tokenizer of the run cannot be read.`, { cause })
  })
  return parseTokenizer(json)
}

/** The file whole, as `writeWholeFile` does, and the folder it lies in. */
export async function writeInFolder(path: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw new UnwritableFileError(path, describeFileFault(cause), { cause })
  })
  await writeWholeFile(path, [text])
}
