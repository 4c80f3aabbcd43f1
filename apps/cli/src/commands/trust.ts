import { createReadStream } from 'node:fs'
import { evidenceFileLengthAtMost, findInstant, judgeTrust, parseEvidenceFile, toTrustJson } from '@bzpeer/domain'
import { AppError } from '@bzpeer/schema'
import type { Command } from '../command.ts'
import { parseOptions, type Options } from '../options.ts'
import { isSystemError } from '../system-error.ts'
import { UsageError } from '../usage-error.ts'

class UnreadableEvidenceError extends AppError {
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super('unreadable-evidence', `${nameOf(file)} cannot be read: ${reason}`, options)
  }
}

const options = {
  at: { type: 'string', value: 'INSTANT', does: 'as of when, such as 2026-11-23T00:00:00Z; otherwise of the export' },
} as const satisfies Options

export const trustCommand: Command = {
  operands: 'FILE',
  options,
  does: `Recomputes trust from exported evidence alone.
FILE is what /api/authors/{id}/evidence answers; a dash stands for standard input. Prints the object trust that
/api/authors/{id} gives at that instant. It needs no database and asks nobody.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, options)
    const [file] = positionals
    if (file === undefined || positionals.length > 1)
      throw new UsageError('Say what to compute from: npx bzpeer trust FILE')
    const at = values.at === undefined ? undefined : parseInstant(values.at)
    const { basis, asOf } = parseEvidenceFile(await readBounded(file))
    console.log(JSON.stringify(toTrustJson(judgeTrust(basis, at ?? asOf).trust)))
    return 0
  },
}

/** @throws {UsageError} */
function parseInstant(text: string): Date {
  const instant = findInstant(text)
  if (instant === undefined)
    throw new UsageError(
      `Expected an instant such as 2026-11-23T00:00:00Z, or a day such as 2026-11-23, got ${JSON.stringify(text)}.`,
    )
  return instant
}

/** The whole of a file, and no more of it than evidence may be long. @throws {UnreadableEvidenceError} */
async function readBounded(file: string): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  try {
    for await (const piece of file === '-' ? process.stdin : createReadStream(file)) {
      length += (piece as Buffer).length
      if (length > evidenceFileLengthAtMost)
        throw new UnreadableEvidenceError(
          file,
          `it is longer than ${evidenceFileLengthAtMost / 1024 / 1024} MiB, which no evidence is. Name what /api/authors/{id}/evidence answered.`,
        )
      pieces.push(piece as Buffer)
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new UnreadableEvidenceError(file, reasonOf(error), { cause: error })
  }
  return Buffer.concat(pieces).toString('utf8')
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file. Name what /api/authors/{id}/evidence answered.'
  if (code === 'EISDIR') return 'it is a folder. Name a file in it.'
  return `${message}. Give this user the right to read it, or name another file.`
}

function nameOf(file: string): string {
  return file === '-' ? 'Standard input' : file
}
