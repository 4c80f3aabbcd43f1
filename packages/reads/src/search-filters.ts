import { AppError, type EntityKind } from '@bzpeer/schema'
import type { EntityFilters, WorkFilters } from '@bzpeer/store'
import type { SearchFilter, SearchFilterOption } from './page-shapes.ts'

export type FilterValues = Readonly<Record<string, string>>

export class MalformedFilterError extends AppError {
  constructor(name: string, expected: string, value: string) {
    super('malformed-filter', `Expected ${expected} for ${name}, got "${value.slice(0, 60)}".`)
  }
}

const workTypes = [
  'article',
  'preprint',
  'book',
  'book-chapter',
  'dataset',
  'dissertation',
  'editorial',
  'letter',
  'review',
  'report',
  'other',
]
const institutionTypes = [
  'education',
  'company',
  'facility',
  'funder',
  'government',
  'healthcare',
  'nonprofit',
  'archive',
  'other',
]
const sourceTypes = ['journal', 'conference', 'repository', 'book series', 'ebook platform', 'other']

/** @throws {MalformedFilterError} */
export function parseWorkFilters(values: FilterValues): WorkFilters {
  return {
    fromYear: parseYear('from_year', values),
    toYear: parseYear('to_year', values),
    type: textOf(values['type_of_work']),
    openAccess: values['open_access'] === '1',
  }
}

/** @throws {MalformedFilterError} */
export function parseEntityFilters(values: FilterValues): EntityFilters {
  const country = textOf(values['country'])?.toUpperCase() ?? null
  if (country !== null && !/^[A-Z]{2}$/.test(country))
    throw new MalformedFilterError('country', 'a country code such as DE', country)
  return {
    country,
    type: textOf(values['institution_type'] ?? values['source_type']),
    field: textOf(values['field']),
    hasOrcid: values['orcid'] === '1',
  }
}

function parseYear(name: string, values: FilterValues): number | null {
  const text = textOf(values[name])
  if (text === null) return null
  if (!/^\d{1,4}$/.test(text)) throw new MalformedFilterError(name, 'a year', text)
  return Number(text)
}

function textOf(text: string | undefined): string | null {
  const trimmed = text?.trim().slice(0, 100) ?? ''
  return trimmed === '' ? null : trimmed
}

/** The filters that a search of this kind offers, with the values in force. */
export function offeredFilters(
  kind: EntityKind | 'all',
  values: FilterValues,
  fields: readonly string[],
): SearchFilter[] {
  const filter = (
    name: string,
    label: string,
    type: SearchFilter['kind'],
    options: readonly SearchFilterOption[] = [],
  ): SearchFilter => ({
    name,
    label,
    kind: type,
    value: values[name]?.trim() ?? '',
    options,
  })
  switch (kind) {
    case 'all':
      return []
    case 'work':
      return [
        filter('from_year', 'From year', 'year'),
        filter('to_year', 'To year', 'year'),
        filter('type_of_work', 'Type', 'choice', toOptions(workTypes)),
        filter('open_access', 'Open access only', 'flag'),
      ]
    case 'author':
      return [filter('orcid', 'With an ORCID iD only', 'flag')]
    case 'institution':
      return [
        filter('institution_type', 'Type', 'choice', toOptions(institutionTypes)),
        filter('country', 'Country', 'choice', countries()),
      ]
    case 'topic':
      return [filter('field', 'Field', 'choice', toOptions(fields))]
    case 'source':
      return [filter('source_type', 'Type', 'choice', toOptions(sourceTypes))]
  }
}

function toOptions(values: readonly string[]): SearchFilterOption[] {
  return values.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1).replaceAll('-', ' ') }))
}

/** Every country that has a name in English (Unicode CLDR), by name; made once. */
let countryOptions: readonly SearchFilterOption[] | undefined
function countries(): readonly SearchFilterOption[] {
  countryOptions ??= listCountries()
  return countryOptions
}

function listCountries(): SearchFilterOption[] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((value) => {
      const label = names.of(value)
      return label === undefined || notCountries.has(value) ? [] : [{ value, label }]
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
}

/** Codes with a name that are no country: unions, exceptional reservations, and codes no longer in use. */
const notCountries = new Set([
  'AC',
  'AN',
  'BU',
  'CP',
  'CQ',
  'CS',
  'DD',
  'DG',
  'DY',
  'EA',
  'EU',
  'EZ',
  'FX',
  'HV',
  'IC',
  'NH',
  'NT',
  'QO',
  'QU',
  'RH',
  'SU',
  'TA',
  'TP',
  'UK',
  'UN',
  'VD',
  'XA',
  'XB',
  'YD',
  'YU',
  'ZR',
  'ZZ',
])
