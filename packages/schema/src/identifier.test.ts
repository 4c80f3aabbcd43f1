import { expect, test } from 'vitest'
import { findIdentifier, persistentWorkSchemes, resolverUrl } from './identifier.ts'

/** What people paste, and the one way in which the scheme writes it. */
const pasted: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  doi: {
    '10.1145/3292500.3330701': [
      '10.1145/3292500.3330701',
      ' 10.1145/3292500.3330701\n',
      'doi:10.1145/3292500.3330701',
      'DOI: 10.1145/3292500.3330701',
      'doi 10.1145/3292500.3330701',
      'doi.org/10.1145/3292500.3330701',
      'https://doi.org/10.1145/3292500.3330701',
      'http://dx.doi.org/10.1145/3292500.3330701',
      'https://www.doi.org/10.1145/3292500.3330701',
      'https://doi.org/10.1145%2F3292500.3330701',
    ],
    '10.48550/arxiv.2204.00595': ['10.48550/arXiv.2204.00595', 'HTTPS://DOI.ORG/10.48550/ARXIV.2204.00595'],
    '10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2': [
      '10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2',
      'https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2',
    ],
    '10.1016.12.31/nature.s0735-1097(98)2000': ['10.1016.12.31/nature.S0735-1097(98)2000'],
    '10.1000/100%true': ['https://doi.org/10.1000/100%true'],
  },
  orcid: {
    '0000-0002-1825-0097': [
      '0000-0002-1825-0097',
      '0000000218250097',
      'orcid.org/0000-0002-1825-0097',
      'https://orcid.org/0000-0002-1825-0097/',
      'http://www.orcid.org/0000-0002-1825-0097',
      'ORCID: 0000-0002-1825-0097',
      'ORCID iD 0000-0002-1825-0097',
    ],
    '0000-0002-1694-233X': ['0000-0002-1694-233x', 'https://orcid.org/0000-0002-1694-233x'],
  },
  ror: {
    '00f54p054': [
      '00f54p054',
      '00F54P054',
      'ror.org/00f54p054',
      'https://ror.org/00f54p054',
      'https://www.ror.org/00f54p054/',
    ],
  },
  arxiv: {
    '2204.00595': [
      '2204.00595',
      '2204.00595v1',
      'arXiv:2204.00595',
      'ARXIV: 2204.00595V12',
      'arXiv:2204.00595v1 [cs.LG]',
      'arxiv.org/abs/2204.00595',
      'https://arxiv.org/abs/2204.00595v3',
      'http://www.arxiv.org/pdf/2204.00595',
      'https://arxiv.org/pdf/2204.00595v1.pdf',
      'https://export.arxiv.org/abs/2204.00595/',
      'https://arxiv.org/html/2204.00595v2',
      '10.48550/arXiv.2204.00595',
      'https://doi.org/10.48550/arXiv.2204.00595',
    ],
    '0704.0001': ['0704.0001', 'arXiv:0704.0001v2'],
    'hep-th/9901001': [
      'hep-th/9901001',
      'arXiv:hep-th/9901001v3',
      'https://arxiv.org/abs/hep-th/9901001',
      'HEP-TH/9901001',
    ],
    'math/0309136': ['math/0309136', 'math.GT/0309136', 'https://arxiv.org/pdf/math.GT/0309136v1.pdf'],
  },
  pmid: {
    '29456894': [
      '29456894',
      'PMID: 29456894',
      'pmid:29456894',
      'https://pubmed.ncbi.nlm.nih.gov/29456894/',
      'https://www.ncbi.nlm.nih.gov/pubmed/29456894',
    ],
  },
  pmcid: {
    '5815332': [
      '5815332',
      'PMC5815332',
      'PMCID: PMC5815332',
      'PMC5815332.1',
      'https://www.ncbi.nlm.nih.gov/pmc/articles/5815332',
      'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5815332/',
      'https://pmc.ncbi.nlm.nih.gov/articles/PMC5815332/',
    ],
  },
  issn: {
    '2049-3630': [
      '2049-3630',
      '20493630',
      'ISSN 2049-3630',
      'issn: 2049-3630',
      'urn:issn:2049-3630',
      'https://portal.issn.org/resource/ISSN/2049-3630',
    ],
    '2434-561X': ['2434-561x', '2434561X'],
  },
  wikidata: { Q42: ['Q42', 'q42', 'https://www.wikidata.org/wiki/Q42', 'http://www.wikidata.org/entity/Q42'] },
}

for (const [scheme, values] of Object.entries(pasted)) {
  test(`${scheme}: one identifier has one form, however it is written`, () => {
    for (const [value, texts] of Object.entries(values)) {
      for (const text of [...texts, value])
        expect({ text, ...findIdentifier(scheme, text) }).toEqual({ text, scheme, value })
    }
  })
}

const malformed: Readonly<Record<string, readonly string[]>> = {
  doi: [
    '',
    '10.1145',
    '10.1145/',
    '10.12/x',
    '11.1145/x',
    '10.1145/with space',
    'https://example.org/10.1145/x',
    `10.1145/${'x'.repeat(291)}`,
  ],
  orcid: [
    '',
    '0000-0002-1825-0098',
    '0000-0002-1825-009X',
    '0000-0002-1825',
    '0000-0002-1825-00977',
    '000000021825-0097',
    'https://example.org/0000-0002-1825-0097',
  ],
  ror: ['', '00f54p05', '00f54p0544', '10f54p054', '0if54p054', 'grid.168010.e'],
  arxiv: ['', '2204.005', '2204.005955', '22040.0595', 'hep-th/990100', 'hep-th/99010011', 'v2', 'cs.LG'],
  pmid: ['', '0', '012', '1234567890', '12a'],
  pmcid: ['', 'PMC', 'PMC0', 'PMCx'],
  issn: ['', '2049-363', '2049-36300', 'X049-3630'],
  wikidata: ['', '42', 'Q', 'P31', 'Q0'],
}

for (const [scheme, texts] of Object.entries(malformed)) {
  test(`${scheme}: what is none is not taken for one`, () => {
    for (const text of texts) expect({ text, found: findIdentifier(scheme, text) }).toEqual({ text, found: undefined })
  })
}

test('an ORCID iD whose check digit is wrong is none, whichever digit was mistyped', () => {
  const right = '0000-0001-5109-3700'
  expect(findIdentifier('orcid', right)).toBeDefined()
  for (const [place, digit] of right.split('').entries()) {
    if (digit === '-') continue
    for (const other of '0123456789') {
      const mistyped = right.slice(0, place) + other + right.slice(place + 1)
      if (other !== digit) expect(findIdentifier('orcid', mistyped)).toBeUndefined()
    }
  }
})

test('no identifier holds a character that a database or an address cannot', () => {
  for (const character of ['\0', '\u0007', '\u009f', '\ud800', '\udfff']) {
    expect(findIdentifier('doi', `10.1145/a${character}b`)).toBeUndefined()
    expect(findIdentifier('dblp', `conf/icml${character}22`)).toBeUndefined()
  }
})

test('a scheme nobody listed keeps its values as they came, up to a length', () => {
  expect(findIdentifier('openreview', ' 7kxXrq-m8F ')).toEqual({ scheme: 'openreview', value: '7kxXrq-m8F' })
  expect(findIdentifier('mag', '  ')).toBeUndefined()
  expect(findIdentifier('mag', '1'.repeat(301))).toBeUndefined()
})

test('a scheme called like a property of every object is a scheme like any other', () => {
  for (const scheme of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect(findIdentifier(scheme, 'x')).toEqual({ scheme, value: 'x' })
    expect(resolverUrl({ scheme, value: 'x' })).toBeUndefined()
  }
})

test('an identifier leads out to where its scheme resolves it', () => {
  const urls = Object.entries(pasted).flatMap(([scheme, values]) =>
    Object.keys(values).map((value) => resolverUrl({ scheme, value })),
  )
  expect(urls).toEqual([
    'https://doi.org/10.1145/3292500.3330701',
    'https://doi.org/10.48550/arxiv.2204.00595',
    'https://doi.org/10.1002/(sici)1097-0258(19980815/30)17:15/16%3C1661::aid-sim968%3E3.0.co;2-2',
    'https://doi.org/10.1016.12.31/nature.s0735-1097(98)2000',
    'https://doi.org/10.1000/100%25true',
    'https://orcid.org/0000-0002-1825-0097',
    'https://orcid.org/0000-0002-1694-233X',
    'https://ror.org/00f54p054',
    'https://arxiv.org/abs/2204.00595',
    'https://arxiv.org/abs/0704.0001',
    'https://arxiv.org/abs/hep-th/9901001',
    'https://arxiv.org/abs/math/0309136',
    'https://pubmed.ncbi.nlm.nih.gov/29456894/',
    'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5815332/',
    'https://portal.issn.org/resource/ISSN/2049-3630',
    'https://portal.issn.org/resource/ISSN/2434-561X',
    'https://www.wikidata.org/wiki/Q42',
  ])
  expect(resolverUrl({ scheme: 'mag', value: '1' })).toBeUndefined()
})

test('a DOI with a question mark or a number sign stays one address', () => {
  const url = new URL(resolverUrl({ scheme: 'doi', value: '10.1000/a?b#c' }) ?? '')
  expect([url.search, url.hash]).toEqual(['', ''])
  expect(findIdentifier('doi', url.href)?.value).toBe('10.1000/a?b#c')
})

test('where an identifier is resolved, it is read back as itself', () => {
  for (const [scheme, values] of Object.entries(pasted)) {
    for (const value of Object.keys(values)) {
      expect(findIdentifier(scheme, resolverUrl({ scheme, value }) ?? '')).toEqual({ scheme, value })
    }
  }
})

test('a work is found for good by a DOI or the like, at an address of its own', () => {
  expect(persistentWorkSchemes).toEqual(['doi', 'arxiv', 'pmid', 'pmcid', 'acl', 'openreview'])
  for (const scheme of persistentWorkSchemes) expect(resolverUrl({ scheme, value: '1' })).toMatch(/^https:/)
})

test.each(['arxiv', 'doi', 'issn', 'orcid', 'mag'])(
  'a text far too long for an identifier is none of %s, at once',
  (scheme) => {
    const started = performance.now()
    expect(findIdentifier(scheme, `a${' '.repeat(1_000_000)}b`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(1_000)
  },
)
