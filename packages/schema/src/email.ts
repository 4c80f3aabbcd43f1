import { AppError } from './app-error.ts'

/** An address as it is compared: lower case, its domain in ASCII (`müller.example` is `xn--mller-kva.example`). */
export type Email = string & { readonly __brand: 'Email' }

export class MalformedEmailError extends AppError {
  constructor() {
    super('malformed-email', 'Expected an email address such as name@example.org. Check what you typed.')
  }
}

/** RFC 5321, 4.5.3.1 */
const longestEmail = 254
const longestLocalPart = 64

/** What browsers take in a field for an address: https://html.spec.whatwg.org/#valid-e-mail-address */
const localPart = /^[\w.!#$%&'*+/=?^`{|}~-]+$/
const domain = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])$/

/** @throws {MalformedEmailError} */
export function parseEmail(text: string): Email {
  const email = findEmail(text)
  if (email === undefined) throw new MalformedEmailError()
  return email
}

/** The address in canonical form; undefined where the text is none. */
export function findEmail(text: string): Email | undefined {
  if (text.length > 2 * longestEmail) return undefined
  const [local = '', name = '', ...rest] = text.trim().toLowerCase().split('@')
  if (rest.length > 0 || local.length > longestLocalPart || !localPart.test(local)) return undefined
  const host =
    URL.canParse(`http://${name}/`) && /^[^\s/?#:\\@]+$/.test(name) ? new URL(`http://${name}/`).hostname : ''
  const email = `${local}@${host}`
  return domain.test(host) && email.length <= longestEmail ? (email as Email) : undefined
}
