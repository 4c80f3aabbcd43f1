import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataFolderInUseError } from '../store-errors.ts'

/**
 * An embedded database belongs to one process at a time: two would destroy it.
 * The lock is a file with the holder's process id and start; one left behind by a killed process is taken over.
 * Whoever takes it over holds a second lock meanwhile: of several that find it left behind at once, none may remove
 * the lock that another has just taken.
 */
export class FolderLock {
  readonly #folder: string
  readonly #path: string

  /** @throws {DataFolderInUseError} while another process holds the folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
    this.#path = join(folder, 'lock')
    if (!tryTake(this.#path)) this.#takeOver()
  }

  release(): void {
    rmSync(this.#path, { force: true })
  }

  #takeOver(): void {
    const successorPath = `${this.#path}.successor`
    this.#removeIfLeftBehind(successorPath)
    if (!tryTake(successorPath)) throw new DataFolderInUseError(this.#folder, 'another process that is just starting')
    try {
      this.#removeIfLeftBehind(this.#path)
      if (!tryTake(this.#path)) throw new DataFolderInUseError(this.#folder, 'another process')
    } finally {
      rmSync(successorPath, { force: true })
    }
  }

  #removeIfLeftBehind(path: string): void {
    const text = readIfThere(path)
    // Nothing to remove: what stands there by now may be another's.
    if (text === undefined) return
    const holder = parseHolder(text)
    if (holder === undefined ? isBeingWritten(path) : isRunning(holder)) {
      throw new DataFolderInUseError(
        this.#folder,
        holder === undefined ? 'another process that is just starting' : `process ${holder.pid}`,
      )
    }
    rmSync(path, { force: true })
  }
}

function tryTake(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

interface Holder {
  readonly pid: number
  /** Tells a process from a later one that was given the same number; null where the system does not say. */
  readonly start: string | null
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null
    return typeof holder?.pid === 'number' ? { pid: holder.pid, start: holder.start ?? null } : undefined
  } catch {
    // Its writer is still writing it, or was killed while it did.
    return undefined
  }
}

const longestWriteMs = 5_000

function isBeingWritten(path: string): boolean {
  const info = statSync(path, { throwIfNoEntry: false })
  return info === undefined || Date.now() - info.mtimeMs < longestWriteMs
}

function isRunning({ pid, start }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return start === startOf(pid)
}

/** Start time of a process in clock ticks since boot (proc(5), field 22), on Linux. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
