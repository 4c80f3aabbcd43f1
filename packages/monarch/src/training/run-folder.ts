/**
 * Where a run lies on disk:
 *
 *     last.safetensors   as of the last checkpoint: what --resume goes on from
 *     best.safetensors   as of the lowest validation loss
 *     tokenizer.json     how its texts became tokens
 *     loss.svg           its losses
 */
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseTokenizer } from '../data/parse-tokenizer.ts'
import type { Tokenizer } from '../data/tokenizer.ts'
import { describeFileFault } from '../safetensors/describe-file-fault.ts'
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

/**
 * The file is the old one or the new one, whenever power or process ends: written beside it, then renamed.
 * @throws {CheckpointError} when the system does not take it, as when the disk is full.
 */
export async function writeAtomically(path: string, parts: readonly (string | Uint8Array)[]): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(beside, 'w')
    try {
      for (const part of parts) await file.writeFile(part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw new CheckpointError(`${path} cannot be written: ${describeFileFault(cause)}.`, { cause })
  }
}
