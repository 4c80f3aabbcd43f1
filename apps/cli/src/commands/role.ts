import { type Role, roles } from '@bzpeer/domain'
import { AppError, parseEmail } from '@bzpeer/schema'
import { findAccount, findAccountByEmail, holdAccount, migrate, setRole } from '@bzpeer/store'
import type { Command } from '../command.ts'
import { locationOf, locationOptions, openExisting } from '../location.ts'
import { parseOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'

class NoSuchAccountError extends AppError {
  constructor(email: string) {
    super(
      'no-such-account',
      `No account has the address ${email}. Sign in to the site with it once, and run the command again.`,
    )
  }
}

export const roleCommand: Command = {
  operands: `EMAIL ${roles.join('|')}`,
  options: locationOptions,
  does: `Says what an account may do: a member claims and follows, a curator settles disputes, an operator gives roles too.
The account is the one that has confirmed the address. A site that uses the embedded database is stopped first.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, locationOptions)
    const [email = '', wanted, ...rest] = positionals
    if (wanted === undefined || rest.length > 0) throw new UsageError('role takes an address and a role.')
    const role = parseRole(wanted)
    await using store = openExisting(locationOf(values))
    await migrate(store)
    const address = parseEmail(email)
    const before = await store.transaction(async ({ db }) => {
      const found = await findAccountByEmail(db, address)
      if (found === undefined) throw new NoSuchAccountError(address)
      await holdAccount(db, found.id)
      const account = await findAccount(db, found.id, new Date())
      await setRole(db, found.id, role, new Date())
      return account?.role
    })
    console.log(before === role ? `${address} is ${role} already.` : `${address} is ${role} now, and was ${before}.`)
    return 0
  },
}

function parseRole(text: string): Role {
  const role = roles.find((each) => each === text)
  if (role === undefined) throw new UsageError(`Expected a role of ${roles.join(', ')}, got "${text}".`)
  return role
}
