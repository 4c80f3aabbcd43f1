/** For tests: a file with any header, right or wrong. */
export function fileOf(header: string | Uint8Array, dataBytes = 0): Uint8Array {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header
  const file = new Uint8Array(8 + json.length + dataBytes)
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true)
  file.set(json, 8)
  return file
}
