/** What a provider, or the way back from it, went wrong with, by the codes that come in the address. Others say nothing. */
const sentences: Readonly<Record<string, string>> = {
  access_denied: 'You did not let the other site tell us who you are. Nothing was changed.',
  account_already_linked_to_different_user:
    'That sign-in is linked to another account here. Sign in with it to use that account, or unlink it there first.',
  invalid_code: 'The other site did not confirm who you are. Nothing was changed; try again.',
  issuer_mismatch: 'The answer came from another site than the one you were sent to. Nothing was changed; try again.',
  state_mismatch:
    'The way back was not the one this browser set out on, or it took too long. Nothing was changed; try again.',
  state_not_found: 'The way back was incomplete. Nothing was changed; try again.',
  unable_to_get_user_info: 'The other site did not say who you are. Nothing was changed; try again.',
}
const otherwise = 'Signing in at the other site did not work. Nothing was changed; try again, or sign in another way.'

/** A sentence for `?error=`, in no words of whoever made the address. */
export function troubleIn({ searchParams }: URL): string | undefined {
  const code = searchParams.get('error')
  if (code === null) return undefined
  return Object.hasOwn(sentences, code) ? sentences[code] : otherwise
}
