import type { Dirent, Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import {
  AppError,
  collectionOf,
  type EntityKind,
  type EntityRecord,
  entityKinds,
  type FileItem,
  type Merge,
  type RecordFile,
} from '@bzpeer/schema'
import { missingParts } from './manifest.ts'
import { parseMerge } from './parse-merge.ts'
import { findKind, parseRecord, RejectedRecordError } from './parse-record.ts'
import { type Line, type LineFile, readLines } from './read-lines.ts'

export class UnreadablePathError extends AppError {
  constructor(path: string, reason: string) {
    super('unreadable-path', `${path}: ${reason}`)
  }
}

/** For what the operating system refuses. @throws {UnreadablePathError} */
const refuse =
  (path: string) =>
  (cause: unknown): never => {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new UnreadablePathError(path, reasons.get(code ?? '') ?? message)
  }

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder.'],
  ['EACCES', 'whoever runs this may not read it. Give them the right to, or copy it to where they have it.'],
  ['EIO', 'the disk it lies on cannot be read. Copy it elsewhere, and import the copy.'],
])

export interface OpenedFiles {
  readonly files: readonly RecordFile[]
  /** What a person should know about the files, one sentence each. */
  readonly notices: readonly string[]
}

/** Topics come before the works they are matched against, and records before the works that name them: less is done twice. */
const kindOrder: readonly EntityKind[] = ['topic', 'source', 'institution', 'author', 'work']

interface Candidate {
  readonly path: string
  readonly order: number
  readonly folderDate: Date | null
  readonly mergedKind: EntityKind | null
}

/**
 * The OpenAlex-shaped files at the paths: single files of JSON Lines (plain or .gz), folders of them, and snapshot
 * folders with their manifests and lists of merged ids.
 * @throws {UnreadablePathError} for a path that does not exist or holds nothing to import.
 */
export async function openFiles(paths: readonly string[]): Promise<OpenedFiles> {
  const notices: string[] = []
  const candidates: Candidate[] = []
  for (const path of paths) {
    const found = await new Collector(notices).collect(resolve(path))
    if (found.length === 0)
      throw new UnreadablePathError(
        path,
        'there is no file of records in this folder: .jsonl, .ndjson, .json or part_*, each plain or .gz.',
      )
    candidates.push(...found)
  }
  const distinct = [...new Map(candidates.map((candidate) => [candidate.path, candidate])).values()]
  const ordered = distinct.toSorted(
    (a, b) =>
      a.order - b.order ||
      (a.folderDate?.getTime() ?? 0) - (b.folderDate?.getTime() ?? 0) ||
      (a.path < b.path ? -1 : 1),
  )
  return { files: await Promise.all(ordered.map(toRecordFile)), notices }
}

/** What lies at one path. Links are followed last, and each folder is read once, whatever leads to it. */
class Collector {
  readonly #notices: string[]
  readonly #foldersRead = new Set<string>()
  readonly #linkedFolders: string[] = []

  constructor(notices: string[]) {
    this.#notices = notices
  }

  async collect(path: string): Promise<Candidate[]> {
    const info = await stat(path).catch(refuse(path))
    if (info.isFile()) return [await toCandidate(path)]
    if (!info.isDirectory())
      throw new UnreadablePathError(
        path,
        'it is neither a file nor a folder. Write what it gives to a file, and import that.',
      )
    const found = await this.#collectFolder(path)
    for (const link of this.#linkedFolders) found.push(...(await this.#collectFolder(link)))
    return found
  }

  async #collectFolder(path: string): Promise<Candidate[]> {
    const place = await realpath(path)
    if (this.#foldersRead.has(place)) {
      this.#notices.push(`${path} leads to a folder that is read already and was passed over.`)
      return []
    }
    this.#foldersRead.add(place)
    if (foreignFolders.has(basename(path))) {
      this.#notices.push(`${path}: ${basename(path)} are not part of the public record and were passed over.`)
      return []
    }
    const entries = await readdir(path, { withFileTypes: true }).catch(refuse(path))
    const missing = entries.some(({ name }) => name === 'manifest') ? await missingParts(path) : 0
    if (missing > 0) this.#notices.push(`${path}: ${missing} of the files in its manifest are not here.`)
    const found: Candidate[] = []
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (!entry.name.startsWith('.')) found.push(...(await this.#collectEntry(join(path, entry.name), entry)))
    }
    return found
  }

  async #collectEntry(path: string, entry: Dirent): Promise<Candidate[]> {
    const info = await this.#follow(path)
    if (info?.isDirectory() === true) {
      if (!entry.isSymbolicLink()) return this.#collectFolder(path)
      this.#linkedFolders.push(path)
      return []
    }
    return info?.isFile() === true && isRecordFile(path) ? [await toCandidate(path)] : []
  }

  /** What the entry of a folder is, a link followed; undefined for a link that leads to nothing or round in a circle. */
  async #follow(path: string): Promise<Stats | undefined> {
    try {
      return await stat(path)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code !== 'ENOENT' && code !== 'ELOOP') return refuse(path)(cause)
      this.#notices.push(`${path} is a link that leads nowhere and was passed over.`)
      return undefined
    }
  }
}

/** Parts of an OpenAlex snapshot that describe none of our five entities. */
const foreignFolders = new Set([
  'awards',
  'concepts',
  'continents',
  'countries',
  'domains',
  'fields',
  'funders',
  'keywords',
  'languages',
  'licenses',
  'publishers',
  'sdgs',
  'subfields',
])

function isRecordFile(path: string): boolean {
  return /\.(?:jsonl?|ndjson)(?:\.gz)?$/.test(path) || /part_\d+(?:\.gz)?$/.test(path) || mergedKindOf(path) !== null
}

async function toCandidate(path: string): Promise<Candidate> {
  const mergedKind = mergedKindOf(path)
  const kind = mergedKind ?? (await sniff(path))
  const order = mergedKind !== null ? -1 : kind === undefined ? kindOrder.length : kindOrder.indexOf(kind)
  return { path, order, folderDate: folderDateOf(path), mergedKind }
}

/** `merged_ids/authors/2022-08-03.csv.gz` */
function mergedKindOf(path: string): EntityKind | null {
  if (!/\.csv(?:\.gz)?$/.test(path) || basename(dirname(dirname(path))) !== 'merged_ids') return null
  return entityKinds.find((kind) => collectionOf[kind] === basename(dirname(path))) ?? null
}

/** `…/updated_date=2023-05-16/part_000.gz`: no record in the folder is younger. */
function folderDateOf(path: string): Date | null {
  const day = path
    .split(sep)
    .map((part) => /^updated_date=(\d{4}-\d{2}-\d{2})$/.exec(part)?.[1])
    .findLast((found) => found !== undefined)
  const date = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? null : date
}

/** No first record lies further in than so many pieces of a file. */
const piecesSniffed = 1_000

async function sniff(path: string): Promise<EntityKind | undefined> {
  let pieces = 0
  for await (const lines of batchesOf(path, readLines(path))) {
    for (const line of lines) {
      const kind = 'text' in line ? findKind(line.text) : undefined
      if (kind !== undefined) return kind
    }
    pieces++
    if (lines.length > 0 || pieces === piecesSniffed) return undefined
  }
  return undefined
}

/** @throws {UnreadablePathError} when the file cannot be read, or no longer */
async function* batchesOf(path: string, { batches }: LineFile): AsyncIterable<readonly Line[]> {
  try {
    yield* batches
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) refuse(path)(cause)
    throw cause
  }
}

async function toRecordFile({ path, folderDate, mergedKind }: Candidate): Promise<RecordFile> {
  const { size, mtime } = await stat(path)
  let bytesRead = () => 0
  const parse = (text: string): Parsed =>
    mergedKind === null
      ? { characters: text.length, record: parseRecord(text, folderDate) }
      : { merge: parseMerge(text, mergedKind) }
  async function* items(afterLine: number): AsyncIterable<readonly FileItem[]> {
    const file = readLines(path)
    bytesRead = file.bytesRead
    for await (const lines of batchesOf(path, file)) {
      const wanted = lines.filter((line) => line.number > afterLine && (mergedKind === null || !isHeading(line)))
      yield wanted.map((line) => toItem(line, parse))
    }
  }
  return { path, size, modifiedAt: mtime, items, bytesRead: () => bytesRead() }
}

/** The names of the columns, on a merge list's first line. */
function isHeading(line: Line): boolean {
  return 'text' in line && line.text.startsWith('merge_date')
}

type Parsed = { readonly characters: number; readonly record: EntityRecord } | { readonly merge: Merge }

function toItem(line: Line, parse: (text: string) => Parsed): FileItem {
  if ('problem' in line) return { line: line.number, reason: line.problem }
  try {
    return { line: line.number, ...parse(line.text) }
  } catch (error) {
    if (error instanceof RejectedRecordError) return { line: line.number, reason: error.message }
    throw error
  }
}
