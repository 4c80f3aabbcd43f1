import { randomUUID } from 'node:crypto'
import { type Role, roles } from '@bzpeer/domain'
import { AppError, parseEmail } from '@bzpeer/schema'
import { appendDecision, findAccount, findAccountByEmail, holdAccount, migrate, setRole } from '@bzpeer/store'
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
  does: `Says what an account may do: a member claims and proposes, a curator decides as well, and so does an operator.
Roles are given here alone, and each change stands in the log of decisions.
The account is the one that has confirmed the address. A site that uses the embedded database is stopped first.`,
  async run(args) {
    const { values, positionals } = parseOptions(args, locationOptions)
    const [email = '', wanted, ...rest] = positionals
    if (wanted === undefined || rest.length > 0) throw new UsageError('role takes an address and a role.')
    const role = parseRole(wanted)
    await using store = openExisting(locationOf(values))
    await migrate(store)
    const address = parseEmail(email)
    const before = await store.transaction(async (tx) => {
      const { db } = tx
      const found = await findAccountByEmail(db, address)
      if (found === undefined) throw new NoSuchAccountError(address)
      await holdAccount(db, found.id)
      const at = new Date()
      const was = (await findAccount(db, found.id, at))?.role
      if (was === role) return was
      await setRole(db, found.id, role, at)
      await appendDecision(tx, {
        id: randomUUID(),
        at,
        act: 'account.role-given',
        author_id: null,
        subject: `account:${found.id}`,
        account_id: null,
        rule: 'operator-shell',
        reason: `The role is ${role} now, and was ${was}.`,
      })
      return was
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
