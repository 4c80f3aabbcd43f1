/** What the page of settings says of the form sent last, by `?done=`. */
const sentences: Readonly<Record<string, string>> = {
  renamed: 'Your name is changed.',
  'link-sent': 'A link is on its way to the address. Open it in this browser to confirm the address.',
  'email-confirmed': 'The address is confirmed, and signs you in from now on.',
  'email-removed': 'The address is removed, and no longer signs you in.',
  'primary-chosen': 'That address comes first now.',
  'passkey-added': 'The passkey is added. Give it a name you will know it by.',
  'passkey-named': 'The passkey has its name.',
  'passkey-removed': 'The passkey is removed. Remove it from your device too.',
  unlinked: 'The sign-in is unlinked.',
  'session-ended': 'The session is ended.',
  'others-ended': 'You are signed out everywhere else.',
}

export function doneSentence(key: string | null): string | undefined {
  return key !== null && Object.hasOwn(sentences, key) ? sentences[key] : undefined
}
