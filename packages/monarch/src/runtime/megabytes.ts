export function megabytes(bytes: number): string {
  return Math.ceil(bytes / 1e6).toLocaleString('en')
}
