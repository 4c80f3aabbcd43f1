/** Text of a file as a terminal may have it: control characters, which could write over what stands there, as `\u001b`. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
