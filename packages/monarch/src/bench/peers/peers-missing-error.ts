/** What the suite runs, and where, is no part of the package: it says how to get it. */
export class PeersMissingError extends Error {
  override readonly name = 'PeersMissingError'
  readonly code = 'peers-missing'
}
