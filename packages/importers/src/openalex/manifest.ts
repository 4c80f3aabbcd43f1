import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const manifestShape = z.object({ entries: z.array(z.object({ url: z.string() })) })

/** How many of the files that a snapshot folder's manifest lists are not in the folder. */
export async function missingParts(folder: string): Promise<number> {
  const text = await readFile(join(folder, 'manifest'), 'utf8')
  const manifest = manifestShape.safeParse(safeJson(text))
  if (!manifest.success) return 0
  // `s3://openalex/data/works/updated_date=2023-05-16/part_000.gz`: the last two parts lie in the folder.
  return manifest.data.entries.filter(({ url }) => !existsSync(join(folder, ...url.split('/').slice(-2)))).length
}

/** A manifest is a help, not a need: one that cannot be read is as good as none. */
function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
