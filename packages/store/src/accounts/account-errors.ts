import { AppError } from '@bzpeer/schema'

export class EmailTakenError extends AppError {
  constructor() {
    super(
      'email-taken',
      'This address belongs to another account. Sign in to that account and remove it there first, or keep using that account.',
    )
  }
}

export class TooManyEmailsError extends AppError {
  constructor(most: number) {
    super('too-many-emails', `An account has at most ${most} addresses. Remove one before you add another.`)
  }
}

/** What would leave nobody able to sign in to the account. */
export class LastWayInError extends AppError {
  constructor() {
    super(
      'last-way-in',
      'This is the only way left to sign in to this account. Add another address, a passkey or a linked sign-in first.',
    )
  }
}

export class NothingThereError extends AppError {
  constructor(what: string) {
    super('not-yours', `There is no such ${what} in your account. Load the page again to see what there is.`)
  }
}

export class AccountGoneError extends AppError {
  constructor() {
    super('account-gone', 'This account no longer exists. Sign in again to open a new one.')
  }
}
