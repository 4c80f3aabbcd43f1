/** Ids from here on are minted by this site. */
const firstMinted = 1_000_000_000_000_000
const mintable = BigInt(Number.MAX_SAFE_INTEGER - firstMinted)

/**
 * The id of a record that this site makes for a name on a byline. It follows from the place alone, so that whoever
 * resolves the same works anew comes to the same address (FNV-1a, 64 bits; two of a million collide once in 18,000 sites).
 */
export function mintAuthorId(workId: number, position: number): number {
  let hash = 0xcbf2_9ce4_8422_2325n
  for (const byte of new TextEncoder().encode(`byline ${workId} ${position}`))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100_0000_01b3n)
  // The last bytes have hardly reached the high bits: one more turn spreads them.
  hash = BigInt.asUintN(64, (hash ^ (hash >> 29n)) * 0xbf58_476d_1ce4_e5b9n)
  return firstMinted + Number((hash ^ (hash >> 32n)) % mintable)
}
