/** In words, and without the path, which is the message's: what a system's codes say of a file. */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'the system does not allow it',
  EPERM: 'the system does not allow it',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'there is no room left of what its owner may use',
  EFBIG: 'it is larger than the disk takes',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk fails',
}

export function describeFileFault(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return ('code' in cause ? words[String(cause.code)] : undefined) ?? cause.message
}
