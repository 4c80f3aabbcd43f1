/**
 * Signs in with a passkey, or makes one for who is signed in: the browser asks the person, and the site checks what the
 * authenticator answered.
 */
const base = '/api/auth/passkey'

export class PasskeyButton extends HTMLElement {
  #status!: HTMLElement
  #button!: HTMLButtonElement

  connectedCallback(): void {
    this.#button = document.createElement('button')
    this.#button.textContent = this.getAttribute('label')
    this.#button.addEventListener('click', () => void this.#run())
    this.#status = document.createElement('p')
    this.#status.setAttribute('role', 'status')
    if ('parseCreationOptionsFromJSON' in (globalThis.PublicKeyCredential ?? {})) {
      this.replaceChildren(this.#button, this.#status)
    } else {
      this.#status.textContent = 'This browser knows no passkeys, or is too old for them here.'
      this.replaceChildren(this.#status)
    }
  }

  async #run(): Promise<void> {
    this.#button.disabled = true
    this.#status.textContent = 'Your device asks you …'
    try {
      await (this.getAttribute('mode') === 'add' ? this.#add() : this.#signIn())
      location.assign(this.getAttribute('next') ?? '/settings')
    } catch (error) {
      this.#status.textContent = sentenceFor(error)
      this.#button.disabled = false
    }
  }

  async #signIn(): Promise<void> {
    const options = await ask('generate-authenticate-options')
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON)
    await ask('verify-authentication', await navigator.credentials.get({ publicKey }))
  }

  async #add(): Promise<void> {
    const options = await ask('generate-register-options')
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as PublicKeyCredentialCreationOptionsJSON,
    )
    await ask('verify-registration', await navigator.credentials.create({ publicKey }))
  }
}

class RefusedError extends Error {}

async function ask(path: string, answer?: Credential | null): Promise<unknown> {
  const sent =
    answer === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ response: (answer as PublicKeyCredential | null)?.toJSON() }),
        }
  const response = await fetch(`${base}/${path}`, sent)
  if (!response.ok) throw new RefusedError(String(response.status))
  return response.json()
}

function sentenceFor(error: unknown): string {
  if (error instanceof RefusedError) {
    if (error.message === '429') return 'There were too many attempts. Try again in some minutes.'
    if (error.message === '403') return 'This takes a sign-in within the last 15 minutes. Sign in again first.'
    if (error.message === '409') return 'Your account has as many passkeys as it may. Remove one first.'
    return 'This passkey does not sign in here. Nothing was changed.'
  }
  const { name } = error as DOMException
  if (name === 'InvalidStateError') return 'This device has a passkey for your account already.'
  if (name === 'NotAllowedError') return 'Nothing was confirmed, so nothing was changed. Try again when you are ready.'
  return 'The passkey could not be used. Nothing was changed; try again, or use a link by mail.'
}
