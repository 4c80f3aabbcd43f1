/** Texts from files on disk, one document after the other: whatever their size, little of them is held at once. */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { cutText } from './cut-text.ts'
import { DataError } from './data-errors.ts'
import { parseDocument } from './parse-document.ts'
import { type Line, LineSplitter } from './split-lines.ts'

/** What came of reading. `problems` counts the lines that could not be read; the first few say why. */
export interface ReadReport {
  documents: number
  withoutText: number
  problems: number
  readonly firstProblems: string[]
}

const problemsKept = 5

export function emptyReport(): ReadReport {
  return { documents: 0, withoutText: 0, problems: 0, firstProblems: [] }
}

/**
 * The documents of a file or of the files of a folder, as UTF-8; the files in the order of their names. JSON Lines
 * (`.jsonl`, `.ndjson`) have a document a line, anything else is plain text; `.gz` is decompressed.
 * Where a folder has files `works*.jsonl`, as OpenAlex's do, only those are read.
 * @param report counts what is read and what is passed over
 * @throws {DataError} when there is nothing at the path that can be read.
 */
export async function* readTexts(path: string, report: ReadReport): AsyncGenerator<Uint8Array> {
  for (const file of await listTextFiles(path)) {
    const documents = isJsonLines(file) ? readJsonLines(file, report) : readPlainText(file, report)
    for await (const document of documents) {
      report.documents++
      yield document
    }
  }
}

async function listTextFiles(path: string): Promise<string[]> {
  const info = await stat(path).catch((cause: unknown) => {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new DataError(`${path}: ${code === 'ENOENT' ? 'there is no such file or folder of texts' : message}.`, {
      cause,
    })
  })
  if (!info.isDirectory()) return [path]
  const names = (await readdir(path)).toSorted()
  const works = names.filter((name) => /^works.*\.jsonl(?:\.gz)?$/.test(name))
  const texts = works.length > 0 ? works : names.filter((name) => /\.(?:jsonl|ndjson|txt)(?:\.gz)?$/.test(name))
  if (texts.length === 0)
    throw new DataError(`${path}: the folder has no .jsonl, .ndjson or .txt file (or any of them as .gz).`)
  return texts.map((name) => join(path, name))
}

function isJsonLines(file: string): boolean {
  return /\.(?:jsonl|ndjson)(?:\.gz)?$/.test(file)
}

function openBytes(file: string): AsyncIterable<Uint8Array> {
  const bytes = createReadStream(file)
  if (!file.endsWith('.gz')) return bytes
  const gunzip = createGunzip()
  // The error is met where the bytes are read.
  pipeline(bytes, gunzip, () => undefined)
  return gunzip
}

async function* readPlainText(file: string, report: ReadReport): AsyncGenerator<Uint8Array> {
  try {
    yield* cutText(openBytes(file))
  } catch (error) {
    note(report, `${basename(file)}: ${restLost(error)}`)
  }
}

async function* readJsonLines(file: string, report: ReadReport): AsyncGenerator<Uint8Array> {
  const splitter = new LineSplitter()
  try {
    for await (const chunk of openBytes(file)) yield* textsOf(splitter.push(chunk), file, report)
  } catch (error) {
    note(report, `${basename(file)}, line ${splitter.number}: ${restLost(error)}`)
    return
  }
  yield* textsOf(splitter.end(), file, report)
}

/** A damaged or cut-off compressed file: what came before is good. Anything else is thrown on. */
function restLost(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code?.startsWith('Z_') !== true) throw error
  return `the rest of the compressed file, from here on, cannot be read (${message})`
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function textsOf(lines: readonly Line[], file: string, report: ReadReport): Uint8Array[] {
  return lines.flatMap((line) => {
    const text = 'bytes' in line ? decoder.decode(line.bytes).trim() : ''
    if ('bytes' in line && text === '') return []
    const found = 'bytes' in line ? parseDocument(text) : line
    if ('text' in found) return [encoder.encode(found.text)]
    if ('skipped' in found) report.withoutText++
    else note(report, `${basename(file)}, line ${line.number}: ${found.problem}`)
    return []
  })
}

function note(report: ReadReport, problem: string): void {
  report.problems++
  if (report.firstProblems.length < problemsKept) report.firstProblems.push(problem)
}
