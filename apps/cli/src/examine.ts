import { constants, existsSync } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { AppError } from '@bzpeer/schema'
import {
  checkCounts,
  countDirty,
  listUnfinishedRuns,
  readMigrationState,
  readServerVersion,
  type Store,
} from '@bzpeer/store'
import { siteHandler } from './build-site.ts'
import { type DataLocation, nearestThere, openExisting } from './location.ts'
import { resumeCommand } from './resume-command.ts'

export interface Finding {
  readonly state: 'good' | 'notice' | 'bad'
  readonly says: string
  readonly mend?: string
}

const oldestServer = 150_000
const leastFreeBytes = 1e9

/** What is well and what is not, one finding at a time, from the ground up; stops where the next would be meaningless. */
export async function* examine(location: DataLocation): AsyncIterable<Finding> {
  yield good(`Node ${process.version}`)
  yield await examineFolder(location.dataDir)
  yield existsSync(siteHandler)
    ? good('the site is built')
    : { state: 'notice', says: 'the site is not built', mend: 'serve builds it at its next start.' }
  try {
    await using store = openExisting(location)
    yield* examineStore(store, location)
  } catch (error) {
    yield bad(
      error instanceof AppError ? error.message : `the database does not answer as it should (${String(error)})`,
    )
  }
}

async function examineFolder(folder: string): Promise<Finding> {
  // Where the folder is not there yet, an import or the site will make it; an examination does not.
  const place = nearestThere(folder)
  if ((await stat(place)).isFile())
    return bad(`${place} is a file, and the data is kept in a folder`, 'Name a folder with --data.')
  try {
    await access(place, constants.W_OK)
  } catch {
    return bad(
      `the data folder ${folder} cannot be written to`,
      'Give this user the right to write there, or choose another with --data.',
    )
  }
  const { bavail, bsize } = await statfs(place)
  const free = bavail * bsize
  const says = `the data folder ${folder} ${place === folder ? 'can be written to' : 'is not there, and can be made'}, ${(free / 1e9).toFixed(1)} GB free`
  return free < leastFreeBytes
    ? bad(says, 'Make room: imports need several times the size of what they read.')
    : good(says)
}

async function* examineStore(store: Store, location: DataLocation): AsyncIterable<Finding> {
  const version = await readServerVersion(store)
  yield version.number >= oldestServer
    ? good(`PostgreSQL ${version.text}`)
    : bad(`PostgreSQL ${version.text} is too old`, 'Use version 15 or newer.')
  const { applied, pending } = await readMigrationState(store)
  if (pending.length > 0) {
    const says =
      applied.length === 0
        ? 'the database is new and has no schema yet'
        : `the schema is ${pending.length} migration(s) behind`
    yield {
      state: applied.length === 0 ? 'notice' : 'bad',
      says,
      mend: 'Run: npx bzpeer migrate (serve and import do it too).',
    }
    return
  }
  yield good('the schema is up to date')
  yield* examineImports(store, location)
  yield* examineCounts(store)
}

async function* examineImports(store: Store, location: DataLocation): AsyncIterable<Finding> {
  const unfinished = await listUnfinishedRuns(store)
  for (const { startedAt, paths } of unfinished) {
    yield {
      state: 'notice',
      says: `an import begun ${startedAt.toISOString()} did not finish`,
      mend: `Run it again, and it goes on where it stopped: ${await resumeCommand(paths, location)}`,
    }
  }
  const dirty = await countDirty(store)
  if (dirty > 0 && unfinished.length === 0) {
    yield bad(
      `what is derived for ${dirty} entities is out of date`,
      'Run any import again: it brings derived figures up to date at its end.',
    )
  } else if (dirty === 0) {
    yield good('everything derived is up to date')
  }
}

async function* examineCounts(store: Store): AsyncIterable<Finding> {
  const wrong = await checkCounts(store)
  yield wrong.length === 0
    ? good('counters agree with what they count (a sample of each kind)')
    : bad(
        `counters disagree with what they count: ${wrong.slice(0, 5).join(', ')}`,
        'Make a backup and report this: it is a fault in BZPEER.',
      )
}

function good(says: string): Finding {
  return { state: 'good', says }
}

function bad(says: string, mend?: string): Finding {
  return { state: 'bad', says, ...(mend === undefined ? {} : { mend }) }
}
