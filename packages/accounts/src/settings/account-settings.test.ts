import { describe, expect, test } from 'vitest'
import { AccountSettingError, parseAccountSettings } from './account-settings.ts'

const orcid = { ORCID_CLIENT_ID: 'APP-1', ORCID_CLIENT_SECRET: 's' }

describe('the environment', () => {
  test('may say nothing: links by mail to the development mailbox alone', () => {
    expect(parseAccountSettings({})).toEqual({
      secret: undefined,
      mail: undefined,
      sessions: { idleHours: 24, days: 14 },
      providers: [],
    })
    expect(parseAccountSettings({ SMTP_URL: '', ORCID_CLIENT_ID: ' ' }).mail).toBeUndefined()
  })

  test('names a mail server and who writes', () => {
    const { mail } = parseAccountSettings({ SMTP_URL: 'smtps://u:p@h:465', MAIL_FROM: 'BZPEER <a@b.org>' })
    expect(mail).toEqual({ smtpUrl: 'smtps://u:p@h:465', from: 'BZPEER <a@b.org>' })
  })

  test('asks ORCID itself unless another issuer is named, such as its sandbox', () => {
    expect(parseAccountSettings(orcid).providers[0]).toMatchObject({ id: 'orcid', issuer: 'https://orcid.org' })
    const sandbox = { ...orcid, ORCID_ISSUER: 'https://sandbox.orcid.org/' }
    expect(parseAccountSettings(sandbox).providers[0]).toMatchObject({ issuer: 'https://sandbox.orcid.org' })
  })

  test.for([
    [{ AUTH_SECRET: 'short' }, /at least 32/],
    [{ MAIL_FROM: 'a@b.org' }, /without SMTP_URL/],
    [{ SMTP_URL: 'https://mail.example.org', MAIL_FROM: 'a@b.org' }, /Expected SMTP_URL/],
    [{ SMTP_URL: 'smtp://h' }, /needs MAIL_FROM/],
    [{ SMTP_URL: 'smtp://h', MAIL_FROM: 'a@b.org\r\nBcc: x@y.org' }, /needs MAIL_FROM/],
    [{ SESSION_IDLE_HOURS: '0' }, /Expected SESSION_IDLE_HOURS/],
    [{ SESSION_DAYS: '1.5' }, /Expected SESSION_DAYS/],
    [{ ORCID_CLIENT_ID: 'APP-1' }, /belong together/],
    [{ OIDC_ISSUER: 'https://login.example.org' }, /belong together/],
    [{ ...orcid, ORCID_ISSUER: 'http://orcid.org' }, /Expected ORCID_ISSUER/],
    [{ ...orcid, ORCID_ISSUER: 'javascript:alert(1)' }, /Expected ORCID_ISSUER/],
  ] as const)('is refused where it is wrong: %j', ([environment, message]) => {
    expect(() => parseAccountSettings(environment)).toThrow(AccountSettingError)
    expect(() => parseAccountSettings(environment)).toThrow(message)
  })
})
