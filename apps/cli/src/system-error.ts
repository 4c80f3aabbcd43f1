/** Whether the operating system refused something: no such file, no right to it, no room left. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
