import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AccountSettingError } from './account-settings.ts'

const secretPattern = /^[\w-]{43}$/

/**
 * The secret of the data folder, made at the first call. It is a file beside the database, not a row of it: whoever gets
 * hold of a backup cannot sign a cookie with it.
 * @returns whether it was made now, too.
 */
export async function keepSecret(dataDir: string): Promise<{ secret: string; isNew: boolean; path: string }> {
  const path = join(dataDir, 'auth-secret')
  await mkdir(dataDir, { recursive: true })
  try {
    // Of two processes that begin at once, one makes it.
    await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true })
    return { secret: await readSecret(path), isNew: true, path }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return { secret: await readSecret(path), isNew: false, path }
  }
}

async function readSecret(path: string): Promise<string> {
  const secret = (await readFile(path, 'utf8')).trim()
  if (!secretPattern.test(secret))
    throw new AccountSettingError(
      `${path} does not hold the secret that was put there. Remove it, and a new one is made; everybody is signed out then.`,
    )
  return secret
}
