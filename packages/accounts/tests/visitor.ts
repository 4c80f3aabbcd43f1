import {
  type AccountChange,
  type AccountContext,
  createAccounts,
  findSignedIn,
  requestSignInLink,
  type SignedIn,
  signInByLink,
  type Visit,
} from '@bzpeer/accounts'
import { migrate, openStore, type Store } from '@bzpeer/store'
import type { TestDatabase } from '@bzpeer/testkit/vitest'

export const origin = 'http://localhost:3000'

export interface Accounts extends AsyncDisposable {
  readonly context: AccountContext
  readonly store: Store
  /** What the rest of the product was told, in order. */
  readonly changes: AccountChange[]
  /** What was reported to the log. */
  readonly reports: unknown[]
  /** Moves the clock on. */
  pass(ms: number): void
}

type Options = Partial<Pick<Parameters<typeof createAccounts>[0]['settings'], 'providers'>>

/** Accounts on an empty database of their own, their mail in the development mailbox. */
export async function openAccounts(database: TestDatabase, { providers = [] }: Options = {}): Promise<Accounts> {
  const store = openStore(await database.createLocation())
  await migrate(store)
  const changes: AccountChange[] = []
  const reports: unknown[] = []
  let passed = 0
  const context = createAccounts({
    store,
    settings: {
      secret: 'a secret of 32 characters or more',
      mail: undefined,
      sessions: { idleHours: 24, days: 14 },
      providers,
    },
    onChange: async (change) => void changes.push(change),
    report: (error) => void reports.push(error),
    now: () => new Date(Date.now() + passed),
  })
  return {
    context,
    store,
    changes,
    reports,
    pass: (ms) => void (passed += ms),
    [Symbol.asyncDispose]: () => store.close(),
  }
}

/** A browser, as far as cookies and an address make one. */
export class Visitor {
  readonly #jar = new Map<string, string>()
  readonly client: string

  constructor(client = '192.0.2.1') {
    this.client = client
  }

  get visit(): Visit {
    const cookie = Array.from(this.#jar, ([name, value]) => `${name}=${value}`).join('; ')
    return { origin, headers: new Headers({ cookie, 'user-agent': 'Test/1.0', origin }), client: this.client }
  }

  keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [name = '', value = ''] = cookie.split(';', 1)[0]?.split(/=(.*)/s) ?? []
      if (/;\s*max-age=0/i.test(cookie)) this.#jar.delete(name)
      else this.#jar.set(name, value)
    }
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#jar
  }

  async signedIn({ context }: Accounts): Promise<SignedIn> {
    const found = await findSignedIn(context, this.visit)
    if (found === undefined) throw new Error('nobody is signed in')
    return found
  }
}

/** The token in the latest mail to this address. */
export function tokenFor({ context }: Accounts, to: string): string {
  const mail = context.mailbox?.list().find((each) => each.to === to)
  const token = /token=([\w-]+)/.exec(mail?.text ?? '')?.[1]
  if (token === undefined) throw new Error(`no link was mailed to ${to}`)
  return token
}

/** Somebody who has signed in by the link in a mail. */
export async function signInByMail(accounts: Accounts, email: string, visitor: Visitor): Promise<Visitor> {
  await requestSignInLink(accounts.context, visitor.visit, { email, next: null })
  visitor.keep((await signInByLink(accounts.context, visitor.visit, tokenFor(accounts, email))).cookies)
  return visitor
}
