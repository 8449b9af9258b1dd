/**
 * The path of a member: a JSON pointer (RFC 6901) in visible ASCII. Other code points, blanks and backslashes become
 * `\u{…}`, so that keys which look alike show their difference and no two paths are equal.
 */
export function childPath(parent: string, key: string): string {
  const pointer = key.replaceAll('~', '~0').replaceAll('/', '~1')
  return `${parent}/${pointer.replaceAll(/[^!-[\]-~]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)}`
}
