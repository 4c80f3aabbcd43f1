import { findProgram, isExecutable } from './find-program.ts'

// The first opens pages twice as fast as the others: it has no window to draw.
const programs = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const macApplications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Path of an installed Chromium or Chrome. `BZPEER_CHROMIUM` names another one. */
export function findChromium(): string | undefined {
  const named = process.env.BZPEER_CHROMIUM
  if (named !== undefined && named !== '') return named
  return findProgram(programs) ?? macApplications.find(isExecutable)
}
