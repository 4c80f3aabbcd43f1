const patienceMs = 10_000
const mostBytes = 64 * 1024

/**
 * What the provider states beside the ID token, where it states anything there: many institutions say so where somebody
 * belongs. About another subject it says nothing to us (OpenID Connect Core, 5.3.2).
 * @returns undefined where it could not be asked.
 */
export async function fetchUserInfo(
  issuer: string,
  accessToken: string | undefined,
  subject: unknown,
): Promise<Record<string, unknown> | undefined> {
  if (accessToken === undefined) return {}
  try {
    return await fetchStated(issuer, accessToken, subject)
  } catch {
    // Expected of any network: the ID token alone has said who it is, and more is stated the next time.
    return undefined
  }
}

async function fetchStated(issuer: string, accessToken: string, subject: unknown): Promise<Record<string, unknown>> {
  const { userinfo_endpoint: endpoint } = await fetchJson(`${issuer}/.well-known/openid-configuration`)
  if (typeof endpoint !== 'string') return {}
  const stated = await fetchJson(endpoint, { authorization: `Bearer ${accessToken}` })
  return stated['sub'] === subject ? stated : {}
}

async function fetchJson(url: string, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(patienceMs) })
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new Error(`${url} answered more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
