import { randomUUID } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  addEvidence,
  confirmEmail,
  hideRecord,
  insertClaim,
  insertCorrection,
  insertObjection,
  migrate,
  openAccount,
  openStore,
  setRole,
  type StoreTransaction,
  updateCorrection,
} from '@bzpeer/store'
import { type StartedSite, startSite } from '@bzpeer/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askSite } from './ask-site.ts'

const authors = Array.from({ length: 8 }, (_, index) => 1_000_000_000_000_001 + index)
const [owned = 0, vouching = 0, claimed = 0, refused = 0, appealed = 0, left = 0, right = 0, hidden = 0] = authors
const claims = {
  owned: randomUUID(),
  vouching: randomUUID(),
  open: randomUUID(),
  refused: randomUUID(),
  appealed: randomUUID(),
}

type Person = 'owner' | 'voucher' | 'claimant' | 'objector' | 'curator' | 'stranger'
const people: readonly Person[] = ['owner', 'voucher', 'claimant', 'objector', 'curator', 'stranger']
const emailOf = (person: Person) => `${person}@example.org`

/** Somebody for everything that a form can be sent about. */
async function prepare(dataDir: string): Promise<void> {
  await using store = openStore({ dataDir })
  await migrate(store)
  await store.transaction(async (tx) => {
    const at = new Date()
    const ids = {} as Record<Person, string>
    for (const person of people) {
      ids[person] = await openAccount(tx.db, { name: person, at })
      await confirmEmail(tx.db, { accountId: ids[person], email: emailOf(person), at })
    }
    await setRole(tx.db, ids.curator, 'curator', at)
    await prepareClaims(tx, ids, at)
    await prepareCorrections(tx, ids, at)
  })
}

async function prepareClaims(tx: StoreTransaction, ids: Record<Person, string>, at: Date): Promise<void> {
  const ends = new Date(at.getTime() + 7 * 86_400_000)
  const insert = (
    id: string,
    author_id: number,
    person: Person,
    rest: { status: string; accepted_at?: Date; ended_at?: Date },
  ) =>
    insertClaim(
      tx,
      { id, author_id, account_id: ids[person], statement: '', opened_at: at, window_ends_at: ends, ...rest },
      [],
    )
  await insert(claims.owned, owned, 'owner', { status: 'accepted', accepted_at: at })
  await insert(claims.vouching, vouching, 'voucher', { status: 'accepted', accepted_at: at })
  await insert(claims.open, claimed, 'claimant', { status: 'open' })
  await insert(claims.refused, refused, 'claimant', { status: 'rejected', ended_at: at })
  await insert(claims.appealed, appealed, 'claimant', { status: 'rejected', ended_at: at })
  const said = { reason: 'No.', evidence_url: null, opened_at: at }
  const objection = { claim_id: claims.open, author_id: claimed, account_id: ids.objector, kind: 'contest' } as const
  await insertObjection(tx, { ...said, ...objection, id: randomUUID() })
  const appeal = { claim_id: claims.appealed, author_id: appealed, account_id: ids.claimant, kind: 'appeal' } as const
  await insertObjection(tx, { ...said, ...appeal, id: randomUUID() })
  const vouch = { authorId: owned, claimId: claims.owned, accountId: ids.voucher, kind: 'attestation.vouch' } as const
  await addEvidence(tx, { ...vouch, issuer: `A${vouching}`, source: '/works/W1', observedAt: at, expiresAt: null })
}

async function prepareCorrections(tx: StoreTransaction, ids: Record<Person, string>, at: Date): Promise<void> {
  const propose = (details: Parameters<typeof insertCorrection>[1]['details']) =>
    insertCorrection(tx, {
      details,
      statement: '',
      evidenceUrl: null,
      proposedBy: ids.claimant,
      at,
      records: [{ authorId: details.authorId, name: 'Somebody' }],
    })
  const accepted = { status: 'accepted', decided_at: at, decided_by: ids.curator, reason: 'So it is.' } as const
  await propose({ kind: 'merge', authorId: left, intoId: right })
  await updateCorrection(
    tx,
    { number: await propose({ kind: 'not-my-work', authorId: left, workIds: [1], toId: null }) },
    accepted,
  )
  const hiding = await propose({ kind: 'hide', authorId: hidden })
  await updateCorrection(tx, { number: hiding }, accepted)
  await hideRecord(tx, { ref: { kind: 'author', id: hidden }, correction: hiding, at })
  const found = { probability: 0.8, evidence: '[]', found_at: at, decided_at: null, decided_by: null }
  const pairs = [
    { author_id_a: left, author_id_b: right, status: 'open' as const, ...found },
    {
      author_id_a: claimed,
      author_id_b: right,
      status: 'distinct' as const,
      ...found,
      decided_at: at,
      decided_by: ids.curator,
    },
  ]
  await tx.db.insertInto('duplicate_candidates').values(pairs).execute()
}

let site: StartedSite
const { get, post, mailedToken, signIn, exported } = askSite(() => site.origin)
const cookies = new Map<Person, string>()

beforeAll(async () => {
  site = await startSite({ env: { ADDRESS_HEADER: 'x-client' }, prepare })
  for (const person of people) cookies.set(person, await signIn(emailOf(person)))
})
afterAll(() => site.stop())

interface Form {
  /** As the routes name it, and then the form on the page. */
  readonly name: string
  readonly path: string
  readonly fields?: Record<string, string>
  /** Whose form it is: they could send it. */
  readonly by?: Person
  /** What a stranger is answered to it; undefined where it is for everybody, about themselves. */
  readonly forged?: 403 | 404
}

const reason = 'Because.'
const claimForm = (action: string, id: string, rest: Omit<Form, 'name' | 'path'>): Form => ({
  name: `/claims/[id]?/${action}`,
  path: `/claims/${id}?/${action}`,
  ...rest,
})
const correctionForm = (action: string, number: number, rest: Omit<Form, 'name' | 'path'>): Form => ({
  name: `/corrections/[number]?/${action}`,
  path: `/corrections/${number}?/${action}`,
  ...rest,
})
const same = (path: string, rest: Omit<Form, 'name' | 'path'> = {}): Form => ({ name: path, path, ...rest })
const mail = { email: 'x@evil.example' }
const provider = { provider: 'orcid' }
const token = { token: 'A'.repeat(43) }

/** Every form of the site. */
const forms: readonly Form[] = [
  same('/login?/email', { fields: mail }),
  same('/login?/elsewhere', { fields: provider }),
  same('/login/link', { fields: token }),
  same('/settings/email', { fields: token }),
  same('/settings?/rename', { fields: { name: 'Taken' } }),
  same('/settings?/add-email', { fields: mail }),
  ...['remove-email', 'make-primary', 'rename-passkey', 'remove-passkey', 'unlink', 'end-session'].map((action) =>
    same(`/settings?/${action}`, { fields: { id: 'id of the owner', name: 'Taken' }, forged: 404 }),
  ),
  same('/settings?/end-others'),
  same('/settings?/link', { fields: provider }),
  same('/settings?/sign-out'),
  same('/settings?/delete', { fields: { confirmed: 'yes' } }),
  { name: '/authors/[id]/claim', path: `/authors/A${left}/claim`, fields: { name: 'Taken' } },
  { name: '/authors/[id]/edit', path: `/authors/A${owned}/edit`, fields: { name: 'Taken' }, forged: 403 },
  claimForm('contest', claims.open, { fields: { reason } }),
  claimForm('take-back', claims.open, { by: 'objector', forged: 404 }),
  claimForm('withdraw', claims.open, { by: 'claimant', forged: 403 }),
  claimForm('appeal', claims.refused, { fields: { reason }, by: 'claimant', forged: 403 }),
  claimForm('take-back-appeal', claims.appealed, { by: 'claimant', forged: 403 }),
  claimForm('home-page', claims.open, { fields: { address: 'https://home.invalid/' }, by: 'claimant', forged: 403 }),
  claimForm('vouch', claims.owned, { fields: { author: `A${owned}` }, by: 'voucher', forged: 403 }),
  claimForm('confirm-works', claims.owned, { fields: { author: `A${owned}`, work: 'W1' }, by: 'voucher', forged: 403 }),
  claimForm('take-back-vouch', claims.owned, { fields: { author: `A${owned}` }, by: 'voucher', forged: 404 }),
  ...['accept', 'reject', 'dismiss'].map((verdict) =>
    claimForm('decide', claims.open, { fields: { verdict, reason }, by: 'curator', forged: 403 }),
  ),
  claimForm('decide', claims.owned, { fields: { verdict: 'revoke', reason }, by: 'curator', forged: 403 }),
  {
    name: '/corrections/new?/propose',
    path: `/corrections/new?/propose&about=A${left}&kind=merge`,
    fields: { other: `A${claimed}`, reason },
  },
  ...['accept', 'refuse'].map((verdict) =>
    correctionForm('decide', 1, { fields: { verdict, reason }, by: 'curator', forged: 403 }),
  ),
  correctionForm('withdraw', 1, { by: 'claimant', forged: 403 }),
  correctionForm('undo', 2, { fields: { reason }, by: 'curator', forged: 403 }),
  ...['same', 'distinct'].map((verdict): Form => ({
    name: '/desk/duplicates/[pair]?/decide',
    path: `/desk/duplicates/A${left}-A${right}?/decide`,
    fields: { verdict, stays: `A${left}`, reason },
    by: 'curator',
    forged: 403,
  })),
  {
    name: '/desk/duplicates/[pair]?/reopen',
    path: `/desk/duplicates/A${claimed}-A${right}?/reopen`,
    fields: { reason },
    by: 'curator',
    forged: 403,
  },
  { name: '/about/your-record?/hide', path: `/about/your-record?/hide&about=A${left}`, fields: { reason } },
  {
    name: '/about/your-record?/show',
    path: `/about/your-record?/show&about=A${hidden}`,
    by: 'claimant',
    forged: 403,
  },
]

/** All that a form could change: what is held about everybody, and what the site and its desk show. */
async function readAll(): Promise<string[]> {
  const curator = cookies.get('curator') ?? ''
  const pages = ['/corrections', '/corrections/1', '/corrections/2', '/corrections/3', '/desk', '/desk?kind=duplicate']
  const [pair, apart] = [`A${left}-A${right}`, `A${claimed}-A${right}`]
  const shown = [
    ...[...pages, `/desk/duplicates/${pair}`, `/desk/duplicates/${apart}`].map((path) => [path, curator] as const),
    ...Object.values(claims).map((id) => [`/claims/${id}`, ''] as const),
    ...authors.map((id) => [`/authors/A${id}`, ''] as const),
  ]
  const texts = await Promise.all(
    shown.map(async ([path, cookie]) => {
      const answer = await get(path, { cookie })
      return `${path} ${answer.status} ${await answer.text()}`
    }),
  )
  return [...(await Promise.all([...cookies.values()].map(exported))), ...texts]
}

async function changesNothing(work: () => Promise<void>): Promise<void> {
  const before = await readAll()
  await work()
  expect(await readAll()).toEqual(before)
  expect(await mailedToken(mail.email)).toBe('')
}

/** `/claims/[id]?/contest` and the like, as the pages themselves name them. */
function formsOfPages(): string[] {
  const routes = join(import.meta.dirname, '../src/routes')
  return globSync('**/+page.server.ts', { cwd: routes }).flatMap((file) => {
    const [, block = ''] = readFileSync(join(routes, file), 'utf8').split('export const actions')
    const page = `/${file.replace(/\/?\+page\.server\.ts$/, '')}`
    const names = [...block.matchAll(/^ {2}(?:'([\w-]+)'|(\w+)):/gm)].map(([, quoted, bare]) => quoted ?? bare ?? '')
    return names.map((name) => (name === 'default' ? page : `${page}?/${name}`))
  })
}

describe('attacks on forms:', () => {
  test('the list of these tests has every form of every page', () => {
    expect([...new Set(forms.map(({ name }) => name))].toSorted()).toEqual(formsOfPages().toSorted())
  })

  test('one that another site sends, or that does not say where it comes from, is refused and does nothing', async () => {
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: site.origin, 'sec-fetch-site': 'cross-site' },
      { referer: `${site.origin}/settings` },
    ]
    await changesNothing(async () => {
      for (const { path, fields = {}, by = 'owner' } of forms)
        for (const headers of foreign) {
          const answer = await post(path, fields, { cookie: cookies.get(by) ?? '', headers })
          expect([path, headers, answer.status, answer.headers.getSetCookie()]).toEqual([path, headers, 403, []])
        }
    })
  })

  test('one about what is somebody else’s is refused, in an own session, and does nothing', async () => {
    const ids = [...(await exported(cookies.get('owner') ?? '')).matchAll(/"id": "([\da-f-]{36})"/g)].map(
      ([, id = '']) => id,
    )
    expect(ids.length).toBeGreaterThanOrEqual(3)
    await changesNothing(async () => {
      for (const { path, fields = {}, forged } of forms.filter((form) => form.forged !== undefined))
        for (const id of 'id' in fields ? ids : ['']) {
          const answer = await post(path, id === '' ? fields : { ...fields, id }, {
            cookie: cookies.get('stranger') ?? '',
          })
          expect([path, fields, id, answer.status]).toEqual([path, fields, id, forged])
        }
    })
  })

  test('one that nobody is signed in for leads to signing in, and does nothing', async () => {
    const open = ['/login?/email', '/login?/elsewhere', '/login/link', '/settings?/sign-out']
    await changesNothing(async () => {
      for (const { name, path, fields = {} } of forms.filter((form) => !open.includes(form.name))) {
        const answer = await post(path, fields)
        expect([name, answer.headers.get('location')]).toEqual([name, expect.stringMatching(/^\/login\?next=%2F/)])
      }
    })
  })
})
