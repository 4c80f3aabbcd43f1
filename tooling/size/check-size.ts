import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { measureSource } from './measure-source.ts'
import { type Waiver, waivers } from './waivers.ts'

/**
 * Fails where a file or a function has outgrown what one can read at a sitting. The aims are half
 * of these figures and less; these are where the second concept that grew in there has to move out.
 */
const mostLinesOfFile = 500
const mostLinesOfFunction = 80

const sources = '{apps,packages,tooling}/**/*.{ts,js,svelte,css,sql}'
const generated = new Set(['node_modules', 'build', '.svelte-kit', 'dist'])

interface Finding {
  readonly file: string
  readonly functionName?: string
  readonly text: string
}

const root = join(import.meta.dirname, '../..')
const findings = globSync([sources, '*.{ts,js}'], { cwd: root, exclude: (path) => isGenerated(path) })
  .toSorted()
  .flatMap(examine)
const problems = [
  ...findings.filter((finding) => !waivers.some((waiver) => covers(waiver, finding))).map(({ text }) => text),
  ...waivers
    .filter((waiver) => !findings.some((finding) => covers(waiver, finding)))
    .map(
      ({ file, functionName }) =>
        `${functionName === undefined ? file : `${functionName} in ${file}`} needs its waiver no more: take it out of tooling/size/waivers.ts.`,
    ),
]
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

function isGenerated(path: string): boolean {
  return path.split(sep).some((part) => generated.has(part))
}

function examine(path: string): Finding[] {
  const file = path.split(sep).join('/')
  const { lines, functions } = measureSource(file, readFileSync(join(root, path), 'utf8'))
  const advice =
    'Move the second concept in it out; where there is none, waive it with the reason in tooling/size/waivers.ts.'
  const found: Finding[] = functions
    .filter((measured) => measured.lines > mostLinesOfFunction)
    .map(({ name, line, lines: length }) => ({
      file,
      functionName: name,
      text: `${file}:${line} ${name} has ${length} lines, and ${mostLinesOfFunction} is the most. ${advice}`,
    }))
  if (lines > mostLinesOfFile)
    found.push({ file, text: `${file} has ${lines} lines, and ${mostLinesOfFile} is the most. ${advice}` })
  return found
}

function covers(waiver: Waiver, finding: Finding): boolean {
  return waiver.file === finding.file && waiver.functionName === finding.functionName
}
