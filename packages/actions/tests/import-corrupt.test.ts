import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openStore } from '@bzpeer/store'
import { describeOnEachDatabase, type TestDatabase } from '@bzpeer/testkit/vitest'
import { afterAll, expect, test } from 'vitest'
import { allOf, author, institution, makeCorpus, source, topic, work, workTopic } from './made-records.ts'
import { type JsonSummary, locationArgs, runBzpeer, summaryOf } from './run-bzpeer.ts'
import { seededRandom } from './seeded-random.ts'
import { expectSameState, readState, type StoreState } from './store-state.ts'
import { toLines } from './test-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'bzpeer-corrupt-'))
afterAll(() => rmSync(folder, { recursive: true }))

const whole = JSON.stringify(work(1, 'A title', { authorships: [{ author: { id: 'https://openalex.org/A1' } }] }))
const deep = 100_000

/** Lines that are no records, each with what its reason has to say. */
const corruptLines: readonly (readonly [line: string | Buffer, reason: RegExp])[] = [
  [whole.slice(0, -20), /not complete JSON/],
  [whole.slice(1), /not complete JSON/],
  ['{', /not complete JSON/],
  [`${whole}${whole}`, /not complete JSON/],
  ['not JSON at all', /not complete JSON/],
  ['[]', /JSON object/],
  ['null', /JSON object/],
  ['"W1"', /JSON object/],
  ['{}', /"id".*none/],
  ['{"id":null}', /"id".*null/],
  ['{"id":17}', /"id".*17/],
  [`{"id":${'['.repeat(deep)}${']'.repeat(deep)}}`, /"id".*a list/],
  [
    JSON.stringify({ id: 'https://openalex.org/F4320306076', display_name: 'A funder' }),
    /W, A, I, T or S.*F4320306076/,
  ],
  [JSON.stringify({ id: 'https://openalex.org/C41008148', display_name: 'A concept' }), /W, A, I, T or S/],
  [JSON.stringify({ id: 'https://openalex.org/W0' }), /W, A, I, T or S/],
  [JSON.stringify({ id: 'https://openalex.org/W9007199254740992' }), /W, A, I, T or S/],
  [JSON.stringify(work(1, 'x'.repeat(5_000_000))), /"title"/],
  [JSON.stringify(author(1, 'x'.repeat(100_000))), /"display_name"/],
  [JSON.stringify({ ...work(1), id: `https://${'ab.'.repeat(500)}example/W1` }), /host/],
  [JSON.stringify(work(1, 'Wrong', { publication_year: '2020' })), /"publication_year"/],
  [JSON.stringify(work(1, 'Wrong', { publication_year: 99_999 })), /"publication_year"/],
  [JSON.stringify(work(1, 'Wrong', { authorships: { first: 'Ann' } })), /"authorships"/],
  [JSON.stringify(work(1, 'Wrong', { authorships: ['Ann'] })), /"authorships.0"/],
  [JSON.stringify(work(1, 'Wrong', { abstract_inverted_index: { word: 'x' } })), /"abstract_inverted_index"/],
  [JSON.stringify(work(1, 'Wrong', { abstract_inverted_index: { word: [-1] } })), /"abstract_inverted_index"/],
  [
    JSON.stringify(work(1, 'Wrong', { abstract_inverted_index: { word: [3_000_000_000] } })),
    /"abstract_inverted_index"/,
  ],
  [JSON.stringify(work(1, 'Wrong', { abstract: 'x'.repeat(300_000) })), /"abstract"/],
  [JSON.stringify(work(1, 'Wrong', { topics: [workTopic(1, 1e300)] })), /"topics.0.score"/],
  [JSON.stringify(institution(1, 'Wrong', { geo: { latitude: 123 } })), /"geo.latitude"/],
  [JSON.stringify(source(1, 'Wrong', { issn: 'not a list' })), /"issn"/],
  [JSON.stringify(topic(1, 'Wrong', 'x', { subfield: 'not an object' })), /"subfield"/],
  [JSON.stringify({ id: 'https://openalex.org/A1' }), /"display_name"/],
  [
    Buffer.concat([
      Buffer.from('{"id":"https://openalex.org/W1","title":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]),
    /UTF-8/,
  ],
  [
    Buffer.concat([
      Buffer.from('{"id":"https://openalex.org/W1","title":"'),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from('"}'),
    ]),
    /UTF-8/,
  ],
  [Buffer.from([0xff, 0xfe, 0x7b, 0x00]), /UTF-8/],
  ['{"id":"https://openalex.org/W1","title":"null\0byte"}', /null byte/],
  ['\0'.repeat(4_096), /null byte/],
  [String.raw`{"id":"https://openalex.org/W1","title":"null\u0000escape"}`, /null character/],
  [String.raw`{"id":"https://openalex.org/W1","abstract_inverted_index":{"a\u0000b":[0]}}`, /null character/],
  [`{"id":"https://openalex.org/W1","x":${'['.repeat(deep)}"\\u0000"${']'.repeat(deep)}}`, /null character/],
  [String.raw`{"id":"https://openalex.org/W1","title":"half \ud83d"}`, /surrogate/],
  [String.raw`{"id":"https://openalex.org/W1","title":"half \ude00\ud83d"}`, /surrogate/],
  [Buffer.alloc(50_000_000, 'x'), /50\.0 MB/],
]

/** Lines that look like trouble and are good: what they carry is taken over or left out, and they are not put aside. */
const oddLines = [
  work(90_001, 'Backslash \\N \\. tab\t quote " brace {} newline\n', {
    ids: { constructor: 'x', __proto__: 'y', 'spaced out': 'z' },
  }),
  work(90_002, 'Year none', { publication_date: '0000-01-01', publication_year: 0, topics: [workTopic(1, 1e-60)] }),
  work(90_003, 'Words in plenty', {
    abstract: Array.from(
      { length: 49_000 },
      (_, index) => `${String.fromCodePoint(0x20000 + index)}-${String.fromCodePoint(0x20001 + index)}`,
    ).join(' '),
  }),
  work(90_004, 'Keywords in plenty', {
    keywords: Array.from({ length: 500 }, (_, index) => `${String.fromCodePoint(0x4e00 + index)}${index} `.repeat(200)),
  }),
  institution(90_005, 'Near nowhere', { geo: { latitude: 1e-60, longitude: -1e-60 } }),
  author(90_006, `${'a'.repeat(79)}\u{20000}`, { display_name_alternatives: [`${'a'.repeat(79)}\u{30000}`] }),
]

/** More than one line in a hundred. */
const corruptEvery = 60

/** A corpus with a corrupt line among so many of its own. */
function corruptedCorpus(): { path: string; good: string; corruptAt: Map<number, RegExp>; lineCount: number } {
  const records = [
    ...allOf(makeCorpus(Math.ceil((corruptLines.length * corruptEvery) / 1.5), seededRandom(31))),
    ...oddLines,
  ]
  const pieces: Buffer[] = []
  const corruptAt = new Map<number, RegExp>()
  let line = 0
  const add = (content: string | Buffer): void => {
    pieces.push(Buffer.from(content), Buffer.from(line % 7 === 0 ? '\r\n' : '\n'))
    line++
  }
  for (const [index, record] of records.entries()) {
    const corrupt = corruptLines[(index - 50) / corruptEvery]
    if (corrupt !== undefined) {
      add(corrupt[0])
      corruptAt.set(line, corrupt[1])
    }
    if (index % 500 === 0) add(index % 1_000 === 0 ? '' : '  \t ')
    add(JSON.stringify(record))
    // The same record twice: unchanged, not put aside.
    if (index % 400 === 0) add(JSON.stringify(record))
  }
  const path = join(folder, 'corrupted.jsonl')
  writeFileSync(path, Buffer.concat(pieces))
  const good = join(folder, 'good.jsonl')
  writeFileSync(good, toLines(records))
  return { path, good, corruptAt, lineCount: records.length }
}

const corpus = corruptedCorpus()

interface Imported {
  readonly summary: JsonSummary
  readonly rejects: readonly { readonly file: string; readonly line: number; readonly reason: string }[]
  readonly state: StoreState
}

async function importInto(database: TestDatabase, path: string): Promise<Imported> {
  const location = await database.createLocation()
  const run = await runBzpeer(['import', path, '--json', ...locationArgs(location, folder)])
  expect(run).toMatchObject({ code: 0 })
  const summary = summaryOf(run)
  const text = summary.rejects === null ? '' : readFileSync(summary.rejects, 'utf8')
  const rejects = text
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => JSON.parse(row) as Imported['rejects'][number])
  await using store = openStore(location)
  return { summary, rejects, state: await readState(store) }
}

describeOnEachDatabase('an import of damaged files', (database) => {
  test('puts every corrupt line aside with file, line and reason, and takes over everything else', async () => {
    const good = await importInto(database, corpus.good)
    expect(good).toMatchObject({ summary: { rejected: 0, created: corpus.lineCount, rejects: null } })
    const damaged = await importInto(database, corpus.path)

    expect(corpus.corruptAt.size).toBe(corruptLines.length)
    expect(damaged.summary).toMatchObject({ created: corpus.lineCount, rejected: corruptLines.length, updated: 0 })
    expect(damaged.rejects.map(({ line }) => line)).toEqual([...corpus.corruptAt.keys()])
    for (const { file, line, reason } of damaged.rejects) {
      expect(file).toBe(corpus.path)
      expect(reason).toMatch(corpus.corruptAt.get(line) ?? /never/)
      expect(reason.length).toBeLessThan(400)
    }
    expectSameState(damaged.state, good.state)
  })

  test('takes over what a cut-off compressed file still holds, and says from which line on the rest is lost', async () => {
    const lines = toLines(allOf(makeCorpus(400, seededRandom(32)))).split('\n')
    const path = join(folder, `cut-${database.kind}.jsonl.gz`)
    const bytes = gzipSync(lines.join('\n'))
    writeFileSync(path, bytes)
    truncateSync(path, Math.floor(bytes.length * 0.6))
    const cut = await importInto(database, path)
    expect(cut.rejects).toEqual([
      {
        file: path,
        line: cut.summary.created + 1,
        reason: expect.stringMatching(/compressed file.*cannot be read/) as string,
      },
    ])
    expect(cut.summary.created).toBeGreaterThan(100)
    const rest = join(folder, `rest-${database.kind}.jsonl`)
    writeFileSync(rest, lines.slice(0, cut.summary.created).join('\n'))
    expectSameState(cut.state, (await importInto(database, rest)).state)
  })

  test('of which not one line can be read ends well, with a reason for each', async () => {
    const path = join(folder, `hopeless-${database.kind}.jsonl.gz`)
    writeFileSync(path, 'this is not gzip')
    const { summary, rejects } = await importInto(database, path)
    expect(summary).toMatchObject({ read: 1, created: 0, rejected: 1 })
    expect(rejects).toEqual([{ file: path, line: 1, reason: expect.stringMatching(/cannot be read/) as string }])
  })
})
