import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DataFolderInUseError } from '../store-errors.ts'

/**
 * An embedded database belongs to one process at a time: two would destroy it.
 * The lock is a file with the holder's process id and start; one left behind by a killed process is taken over.
 */
export class FolderLock {
  readonly #path: string

  /** @throws {DataFolderInUseError} while another process holds the folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#path = join(folder, 'lock')
    if (this.#tryTake()) return
    const holder = readHolder(this.#path)
    if (holder !== undefined && isRunning(holder)) throw new DataFolderInUseError(folder, `process ${holder.pid}`)
    unlinkSync(this.#path)
    if (!this.#tryTake()) throw new DataFolderInUseError(folder, 'another process')
  }

  release(): void {
    unlinkSync(this.#path)
  }

  #tryTake(): boolean {
    try {
      const file = openSync(this.#path, 'wx')
      writeSync(file, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }))
      closeSync(file)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    }
  }
}

interface Holder {
  readonly pid: number
  /** Tells a process from a later one that was given the same number; null where the system does not say. */
  readonly start: string | null
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    // Unreadable: its writer was killed while writing it.
    return undefined
  }
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
