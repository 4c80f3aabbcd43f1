import { GlobalFonts } from '@napi-rs/canvas'
import { read } from '$app/server'
import interExt from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url'
import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import serifCyrillic from '@fontsource-variable/source-serif-4/files/source-serif-4-cyrillic-opsz-normal.woff2?url'
import serifGreek from '@fontsource-variable/source-serif-4/files/source-serif-4-greek-opsz-normal.woff2?url'
import serifExt from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-ext-opsz-normal.woff2?url'
import serif from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2?url'

/** The faces of the site's own pages, each subset under a name of its own; what they lack the system's faces draw. */
const faces: Readonly<Record<string, string>> = {
  'Card Serif': serif,
  'Card Serif Extended': serifExt,
  'Card Serif Greek': serifGreek,
  'Card Serif Cyrillic': serifCyrillic,
  'Card Sans': inter,
  'Card Sans Extended': interExt,
}

export const cardFamilies = {
  serif: '"Card Serif", "Card Serif Extended", "Card Serif Greek", "Card Serif Cyrillic", serif',
  sans: '"Card Sans", "Card Sans Extended", sans-serif',
}

let registered: Promise<void> | undefined

/** Reads the faces once, when the first card is drawn. */
export function registerCardFonts(): Promise<void> {
  registered ??= Promise.all(Object.entries(faces).map(register)).then(() => undefined)
  return registered
}

async function register([family, asset]: [string, string]): Promise<void> {
  const face = Buffer.from(await read(asset).arrayBuffer())
  if (GlobalFonts.register(face, family) === null) throw new Error(`internal: the face ${family} cannot be read.`)
}
