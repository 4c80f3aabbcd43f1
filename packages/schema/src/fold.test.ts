import { expect, test } from 'vitest'
import { foldName } from './fold.ts'

/** Asserts that names which readers type for each other fold to one text. */
function same(...names: readonly string[]): void {
  expect([...new Set(names.map(foldName))]).toHaveLength(1)
}

/** Asserts that different names stay different, and that none is lost. */
function apart(...names: readonly string[]): void {
  const folded = names.map(foldName)
  expect([...new Set(folded)]).toEqual(folded)
  expect(folded).not.toContain('')
}

test('a name is found without its accents', () => {
  expect(foldName('Christopher Ré')).toBe('christopher re')
  expect(foldName('Nguyễn Thị Ánh Đào')).toBe('nguyen thi anh dao')
  expect(foldName('Zdeněk Dvořák')).toBe('zdenek dvorak')
  expect(foldName('Ibrahim Ağırbaş İnönü')).toBe('ibrahim agirbas inonu')
  same('José Muñoz', 'Jose\u0301 Mun\u0303oz', 'JOSE MUNOZ')
})

test('letters that no accent was added to are typed as readers without them would', () => {
  expect(foldName('Strauß')).toBe('strauss')
  expect(foldName('Søren Ærø')).toBe('soren aero')
  expect(foldName('Œuvre')).toBe('oeuvre')
  expect(foldName('Łukasz Þór Eiríkur Guðmundsson')).toBe('lukasz thor eirikur gudmundsson')
  expect(foldName('Əliyev')).toBe('eliyev')
  same('Weiß', 'WEISS', 'WEIẞ')
})

test('letters of typesetting are the letters they set', () => {
  same('efficient', 'eﬃcient', 'ｅｆｆｉｃｉｅｎｔ', '𝐞𝐟𝐟𝐢𝐜𝐢𝐞𝐧𝐭', 'ℰfficient')
  expect(foldName('ℝ² and ℌ')).toBe('r2 and h')
})

test('punctuation divides words, and every apostrophe does so alike', () => {
  expect(foldName('  Desai,   Arjun-D. ')).toBe('desai arjun d')
  same("O'Brien", 'O’Brien', 'Oʼbrien', 'O‘Brien', 'Oʻbrien', 'o brien')
  expect(foldName('...')).toBe('')
  expect(foldName('')).toBe('')
  expect(foldName('a\0b\tc\nd')).toBe('a b c d')
})

test('what cannot be seen does not part a word', () => {
  same('Schrödinger', 'Schrö\u00addinger', '\ufeffSchrödinger', 'Schrödinger\u200e')
  same('علی‌رضا', 'علیرضا')
})

test('Arabic and Hebrew are found without their points', () => {
  same('مُحَمَّد', 'محمد', 'محـــمد')
  same('أحمد', 'احمد')
  same('שָׁלוֹם', 'שלום')
  apart('محمد', 'احمد', 'حمد')
})

test('Indic vowel signs are part of the name', () => {
  apart('राम', 'रोम', 'रमा', 'रीम')
  apart('বাসু', 'বসু')
  apart('கமலா', 'கமல')
  expect(foldName('विक्रम साराभाई')).toBe('विक्रम साराभाई'.normalize('NFKD'))
})

test('Thai, Lao, Khmer and Burmese keep their vowels and tones', () => {
  apart('วิชัย', 'วชย', 'วีชัย')
  for (const name of ['สมชาย ใจดี', 'ສົມຊາຍ', 'សុខ', 'အောင်ဆန်း']) expect(foldName(name)).toBe(name.normalize('NFKD'))
})

test('kana keep their voicing, in full and half width', () => {
  apart('カワ', 'ガワ', 'ハワ', 'バワ', 'パワ')
  same('ガワ', 'ｶﾞﾜ')
})

test('Hangul is found however it is composed, and while a syllable is being typed', () => {
  same('김민수', '김민수'.normalize('NFD'))
  apart('김민수', '기민수', '김민주')
  for (const typed of ['ㄱ', '기', '김', '김ㅁ', '김미', '김민'])
    expect(foldName('김민수').startsWith(foldName(typed))).toBe(true)
})

test('Chinese characters keep their identity, but not the choice of a glyph', () => {
  expect(foldName('王小明')).toBe('王小明')
  expect(foldName('𠮷田')).toBe('𠮷田')
  same('葛城', '葛\u{E0100}城')
  apart('王', '玉', '主')
})

test('Greek and Cyrillic fold their case and accents', () => {
  same('Σωκράτης', 'ΣΩΚΡΑΤΗΣ', 'σωκρατης')
  same('Алёна', 'АЛЕНА')
  apart('Иван', 'Яван')
})

test('folding is settled after once, and blind to case and to composition', () => {
  const random = mulberry32(20_220_400)
  for (let round = 0; round < 3_000; round++) {
    const text = randomText(random)
    const folded = foldName(text)
    expect(foldName(folded)).toBe(folded)
    expect(foldName(text.normalize('NFC'))).toBe(folded)
    expect(foldName(text.normalize('NFD'))).toBe(folded)
    expect(folded).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+)*)?$/u)
    expect(folded).toBe(folded.toLowerCase())
  }
})

/** A few characters from anywhere in Unicode, halves of characters included; ordinary letters come often. */
function randomText(random: () => number): string {
  const length = Math.floor(random() * 12)
  return Array.from({ length }, () => {
    const bound = [0x80, 0x250, 0x3000, 0x11_0000][Math.floor(random() * 4)] ?? 0x80
    return String.fromCodePoint(Math.floor(random() * bound))
  }).join('')
}

/** Tommy Ettinger's generator of 32 bits: the same numbers from the same seed everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
