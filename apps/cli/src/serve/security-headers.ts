import type { ServerResponse } from 'node:http'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
]

const everywhere = Object.entries({
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
})
const unframed = Object.entries({
  'content-security-policy': [...policy, "frame-ancestors 'none'"].join('; '),
  'x-frame-options': 'DENY',
})
const framed = Object.entries({ 'content-security-policy': [...policy, 'frame-ancestors *'].join('; ') })

/** The one page that others may hold in a frame: it is read-only and asks nobody who they are. */
const framedPath = '/embed'

/** For every answer of this server, whoever gives it: pages, interface, files, refusals. */
export function setSecurityHeaders(response: ServerResponse, path: string): void {
  for (const [name, value] of [...everywhere, ...(path === framedPath ? framed : unframed)])
    response.setHeader(name, value)
}
