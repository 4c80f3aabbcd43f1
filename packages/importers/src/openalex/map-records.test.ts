import type { EntityKind, RecordOf } from '@bzpeer/schema'
import { expect, test } from 'vitest'
import { parseRecord } from './parse-record.ts'

const host = 'https://openalex.org'
const letters = { work: 'W', author: 'A', institution: 'I', topic: 'T', source: 'S' } as const

function map<K extends EntityKind>(kind: K, more: object): RecordOf<K> {
  return parseRecord(
    JSON.stringify({ id: `${host}/${letters[kind]}1`, ...(kind === 'work' ? {} : { display_name: 'Name' }), ...more }),
    null,
  ) as RecordOf<K>
}

test('a work of which only the id is known is a work without anything', () => {
  expect(map('work', {})).toMatchObject({
    kind: 'work',
    id: 1,
    title: null,
    type: 'other',
    year: null,
    date: null,
    language: null,
    isOpenAccess: null,
    isRetracted: false,
    volume: null,
    keywords: [],
    abstract: null,
    byline: [],
    locations: [],
    topics: [],
    references: [],
    identifiers: [],
    mentions: [],
  })
})

test('names on a byline that resolve to no record have no author: none, null, or OpenAlex’s A9999999999', () => {
  const { byline, mentions } = map('work', {
    authorships: [
      {
        author: { id: `${host}/A5`, display_name: 'Ann Author' },
        raw_author_name: 'A. Author',
        is_corresponding: true,
      },
      { author: { id: null, display_name: 'Null' } },
      { author: { id: `${host}/A9999999999`, display_name: 'Nobody' }, raw_author_name: ' ' },
      { author: null, raw_author_name: 'Raw' },
      { author: { id: `${host}/I5`, display_name: 'Not an author' } },
      {},
    ],
  })
  expect(byline.map(({ authorId, rawName }) => [authorId, rawName])).toEqual([
    [5, 'A. Author'],
    [null, 'Null'],
    [null, 'Nobody'],
    [null, 'Raw'],
    [null, 'Not an author'],
    [null, 'Name not stated'],
  ])
  expect(byline.map(({ isCorresponding }) => isCorresponding)).toEqual([true, null, null, null, null, null])
  expect(mentions).toEqual([{ kind: 'author', id: 5, name: 'Ann Author' }])
})

test('an author’s id without any name waits for the record that has it, and one with only the name as printed takes that', () => {
  const { byline, mentions } = map('work', {
    authorships: [
      { author: { id: `${host}/A77` } },
      { author: { id: `${host}/A78`, display_name: ' ' }, raw_author_name: '' },
      { author: { id: `${host}/A79` }, raw_author_name: 'Printed, P.' },
    ],
  })
  expect(byline.map(({ authorId }) => authorId)).toEqual([77, 78, 79])
  expect(mentions).toEqual([
    { kind: 'author', id: 77, name: 'Name not stated' },
    { kind: 'author', id: 78, name: 'Name not stated' },
    { kind: 'author', id: 79, name: 'Printed, P.' },
  ])
})

test('an iD that stands on a byline stays with its name, resolved or not, where it is one', () => {
  const { byline } = map('work', {
    authorships: [
      { author: { id: `${host}/A5`, orcid: 'https://orcid.org/0000-0002-1825-0097' } },
      { author: { id: null, display_name: 'Unresolved', orcid: '0000-0001-5109-3700' } },
      { author: { id: `${host}/A6`, orcid: 'https://orcid.org/0000-0002-1825-0098' } },
      { author: { id: `${host}/A7`, orcid: null } },
      { raw_author_name: 'Raw' },
    ],
  })
  expect(byline.map(({ orcid }) => orcid)).toEqual(['0000-0002-1825-0097', '0000-0001-5109-3700', null, null, null])
})

test('what stands on a byline about institutions is kept raw beside what it was resolved to', () => {
  const { byline, mentions } = map('work', {
    authorships: [
      {
        raw_affiliation_strings: [' Dept., Uni ', 'Dept., Uni', '', 'Lab {a,b} "c" \\'],
        institutions: [
          { id: `${host}/I2`, display_name: 'Uni', ror: 'https://ror.org/00f54p054', country_code: 'us' },
          { id: `${host}/I2` },
          { id: null },
          { id: `${host}/A2` },
        ],
      },
      { raw_affiliation_string: 'One string, as before 2023' },
    ],
  })
  expect(byline.map(({ rawAffiliations, institutionIds }) => [rawAffiliations, institutionIds])).toEqual([
    [['Dept., Uni', 'Lab {a,b} "c" \\'], [2]],
    [['One string, as before 2023'], []],
  ])
  expect(mentions).toEqual([
    { kind: 'institution', id: 2, name: 'Uni', ror: '00f54p054', countryCode: 'US', type: null },
  ])
})

test('an abstract is put together from its inverted index, whatever holes and oddities that has', () => {
  const abstractOf = (index: unknown, more: object = {}) =>
    map('work', { abstract_inverted_index: index, ...more }).abstract
  expect(abstractOf({ we: [0, 3], 'show:': [1], that: [2] })).toBe('we show: that we')
  expect(abstractOf({ late: [70_000], early: [2] })).toBe('early late')
  expect(abstractOf({})).toBeNull()
  expect(abstractOf({ nowhere: [] })).toBeNull()
  expect(abstractOf(null)).toBeNull()
  expect(abstractOf({ constructor: [0], __proto__: [1], length: [2] })).toBe('constructor length')
  expect(abstractOf(JSON.parse('{"__proto__":[0],"toString":[1]}'))).toBe('__proto__ toString')
  expect(abstractOf({ word: [0] }, { abstract: 'As text' })).toBe('As text')
})

test('typesetting marks are taken out of titles and abstracts, and less-than signs are not', () => {
  expect(map('work', { title: 'On <i>E. coli</i> and H<sub>2</sub>O for p < 0.05, x<y>z' }).title).toBe(
    'On E. coli and H2O for p < 0.05, x<y>z',
  )
  expect(
    map('work', { abstract: '<jats:p>Text <jats:italic toggle="yes">in</jats:italic> place</jats:p>' }).abstract,
  ).toBe('Text in place')
  expect(map('work', { title: '<b></b>', display_name: 'ignored' }).title).toBeNull()
  expect(map('work', { title: null, display_name: 'Shown' }).title).toBe('Shown')
})

test.each([
  ['2020-02-29', '2020-02-29'],
  ['2020-02-29T23:59:59Z', '2020-02-29'],
  ['2021-02-29', null],
  ['2021-02-31', null],
  ['2021-13-01', null],
  ['2021-00-10', null],
  ['2021-1-1', null],
  ['2021', null],
  ['0000-01-01', null],
  ['0001-01-01', '0001-01-01'],
  ['9999-12-31', '9999-12-31'],
  ['', null],
])('the day %j is %j', (text, date) => {
  expect(map('work', { publication_date: text }).date).toBe(date)
})

test('a year 0 is an unknown one', () => {
  expect(map('work', { publication_year: 0 }).year).toBeNull()
  expect(map('work', { publication_year: 1665 }).year).toBe(1665)
})

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'data:text/html,x',
  'ftp://a.example/',
  '//a.example/',
  'https://',
  'https://[',
  'not an address',
  '',
])('an address that a browser should not follow is left out: %s', (url) => {
  const { locations } = map('work', { primary_location: { source: null, landing_page_url: url, pdf_url: url } })
  expect(locations).toEqual([{ sourceId: null, landingPageUrl: null, pdfUrl: null }])
  expect(map('institution', { homepage_url: url }).homepageUrl).toBeNull()
  expect(map('source', { homepage_url: url }).homepageUrl).toBeNull()
})

test('places are given once each, the primary one first', () => {
  const arxiv = {
    source: { id: `${host}/S2`, display_name: 'arXiv' },
    landing_page_url: 'https://arxiv.org/abs/1',
    pdf_url: null,
  }
  const journal = {
    source: { id: `${host}/S3`, display_name: 'Journal', type: 'journal' },
    landing_page_url: 'https://a.example/',
  }
  const { locations, mentions } = map('work', {
    primary_location: journal,
    locations: [arxiv, journal, arxiv, { source: { id: `${host}/P3` } }],
  })
  expect(locations.map(({ sourceId }) => sourceId)).toEqual([3, 2, null])
  expect(mentions).toContainEqual({ kind: 'source', id: 3, name: 'Journal', type: 'journal' })
})

test('topics and references are given once each, without the work itself and without what they are not', () => {
  const { topics, references } = map('work', {
    topics: [
      {
        id: `${host}/T2`,
        display_name: 'B',
        score: 0.9,
        subfield: { id: `${host}/subfields/1702`, display_name: ' AI ' },
      },
      { id: `${host}/T2`, display_name: 'B', score: 0.1 },
      { id: `${host}/T3`, display_name: 'C', score: 1e-60 },
      { id: `${host}/C4`, display_name: 'A concept' },
    ],
    referenced_works: [`${host}/W2`, `${host}/W2`, `${host}/W1`, `${host}/A7`, 'W3', 'nonsense'],
  })
  expect(topics).toEqual([
    { id: 2, score: 0.9 },
    { id: 3, score: 0 },
  ])
  expect(references).toEqual([2, 3])
})

test('keywords come as words or as objects, and once each', () => {
  expect(
    map('work', {
      keywords: ['graphs', { display_name: 'Matrices' }, { keyword: 'old shape' }, ' graphs ', { display_name: null }],
    }).keywords,
  ).toEqual(['graphs', 'Matrices', 'old shape'])
})

test('identifiers are given in canonical form, once each, under schemes that can stand in an address', () => {
  const { identifiers } = map('work', {
    doi: 'https://doi.org/10.1234/ABC',
    ids: {
      openalex: `${host}/W1`,
      doi: '10.1234/abc',
      mag: 2_741_809_807,
      pmid: 'https://pubmed.ncbi.nlm.nih.gov/123',
      arxiv: 'arXiv:2204.00595v3',
      acl: ['P19-1001', null, 'P19-1002'],
      constructor: 'x',
      toString: 'y',
      'not a scheme': 'z',
      '': 'z',
      ['x'.repeat(41)]: 'z',
      dblp: ' ',
      isbn: true,
      orcid: 'not one',
    },
  })
  expect(identifiers.toSorted((a, b) => (`${a.scheme} ${a.value}` < `${b.scheme} ${b.value}` ? -1 : 1))).toEqual([
    { scheme: 'acl', value: 'P19-1001' },
    { scheme: 'acl', value: 'P19-1002' },
    { scheme: 'arxiv', value: '2204.00595' },
    { scheme: 'constructor', value: 'x' },
    { scheme: 'doi', value: '10.1234/abc' },
    { scheme: 'mag', value: '2741809807' },
    { scheme: 'pmid', value: '123' },
    { scheme: 'tostring', value: 'y' },
  ])
})

test('of what ends like the record’s own id only that id itself is no identifier', () => {
  const { identifiers } = map('work', {
    id: `${host}/W123`,
    doi: 'https://doi.org/10.1234/S123',
    ids: { openalex: `${host}/W123`, doi: '10.1234/w123', dblp: 'conf/x/W123' },
  })
  expect(identifiers).toEqual([
    { scheme: 'doi', value: '10.1234/w123' },
    { scheme: 'dblp', value: 'conf/x/W123' },
    { scheme: 'doi', value: '10.1234/s123' },
  ])
})

test('an author has every name once, and every affiliation with its years in order', () => {
  const uni = { id: `${host}/I2`, display_name: 'Uni' }
  const author = map('author', {
    display_name: ' Ann Author ',
    display_name_alternatives: ['A. Author', null, 'Ann Author', ''],
    raw_author_names: ['A. Author', 'Author, A.'],
    orcid: 'https://orcid.org/0000-0002-1825-0097',
    affiliations: [
      { institution: uni, years: [2021, 2019] },
      { institution: uni, years: [2019, 2020] },
      { institution: null, years: [1] },
    ],
    last_known_institutions: [uni, { id: `${host}/I3`, display_name: 'Lab' }],
  })
  expect(author).toMatchObject({
    name: 'Ann Author',
    alternativeNames: ['A. Author', 'Author, A.'],
    affiliations: [
      { institutionId: 2, years: [2019, 2020, 2021], isLastKnown: true },
      { institutionId: 3, years: [], isLastKnown: true },
    ],
    identifiers: [{ scheme: 'orcid', value: '0000-0002-1825-0097' }],
  })
  expect(map('author', { last_known_institution: uni }).affiliations).toEqual([
    { institutionId: 2, years: [], isLastKnown: true },
  ])
  expect(map('author', { display_name: ' ' }).name).toBe('Name not stated')
  expect(map('author', { orcid: 'https://orcid.org/0000-0002-1825-0098' }).identifiers).toEqual([])
})

test('an institution has its place, its names, and whom it is related to, never itself', () => {
  const institution = map('institution', {
    ror: 'https://ror.org/00f54p054',
    type: 'education',
    country_code: null,
    homepage_url: ' https://www.stanford.edu/ ',
    display_name_acronyms: ['SU'],
    display_name_alternatives: ['Name', 'Leland Stanford Junior University'],
    geo: {
      city: 'Stanford',
      region: 'California',
      country: 'United States',
      country_code: 'us',
      latitude: 37.4,
      longitude: -1e-60,
    },
    associated_institutions: [
      { id: `${host}/I2`, display_name: 'SLAC', relationship: 'child' },
      { id: `${host}/I1`, display_name: 'Name', relationship: 'self' },
      { id: 'nothing' },
    ],
  })
  expect(institution).toMatchObject({
    ror: '00f54p054',
    countryCode: 'US',
    homepageUrl: 'https://www.stanford.edu/',
    acronyms: ['SU'],
    alternativeNames: ['Leland Stanford Junior University'],
    city: 'Stanford',
    latitude: 37.4,
    longitude: 0,
    related: [{ id: 2, relationship: 'child' }],
    identifiers: [{ scheme: 'ror', value: '00f54p054' }],
  })
})

test('a topic has its levels by name, and by number where it is one', () => {
  const topic = map('topic', {
    description: ' About it. ',
    subfield: { id: 1702, display_name: 'AI' },
    field: { id: `${host}/fields/17`, display_name: 'Computer Science' },
    domain: { id: 'none', display_name: 'Physical Sciences' },
    ids: { openalex: `${host}/T1`, wikipedia: 'https://en.wikipedia.org/wiki/AI' },
  })
  expect(topic).toMatchObject({
    description: 'About it.',
    subfield: { id: 1702, name: 'AI' },
    field: { id: 17, name: 'Computer Science' },
    domain: { id: null, name: 'Physical Sciences' },
    identifiers: [{ scheme: 'wikipedia', value: 'https://en.wikipedia.org/wiki/AI' }],
  })
})

test('a source has its ISSNs once each, and its publisher by either name', () => {
  const source = map('source', {
    issn_l: '2167-8359',
    issn: ['2167-8359', '1234-567x', 'not one'],
    publisher: 'PeerJ',
    country_code: 'GB',
    alternate_titles: ['Name', 'PeerJ'],
  })
  expect(source.identifiers.map(({ value }) => value).toSorted()).toEqual(['1234-567X', '2167-8359'])
  expect(source).toMatchObject({ hostOrganization: 'PeerJ', countryCode: 'GB', alternativeNames: ['PeerJ'] })
  expect(map('source', { host_organization_name: 'New', publisher: 'Old' }).hostOrganization).toBe('New')
})
