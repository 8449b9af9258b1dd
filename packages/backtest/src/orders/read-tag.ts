/** Tags come back in every trade, so their length has a limit. */
const MAX_TAG_LENGTH = 64

/** @throws TypeError if the tag is longer than 64 characters */
export function readTag(tag: string | undefined): string | null {
  if (tag === undefined) return null
  const text = String(tag)
  if (text.length <= MAX_TAG_LENGTH) return text
  throw new TypeError(`tag must have at most ${MAX_TAG_LENGTH} characters, received ${text.length}`)
}
