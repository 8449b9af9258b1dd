// What has no width, turns the direction of what follows, or ends a line: in a log such a thing must be seen, not obeyed.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu

const spelled = (unseen: string): string => `⟨U+${unseen.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩`

/** A text on one line in which every character can be seen; cut behind `most` characters. */
export function visibleText(text: string, most = 256): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text
  return cut.replace(UNSEEN, spelled)
}

/** The same of a text of several lines. */
export const visibleLines = (text: string): string =>
  text.replace(UNSEEN, (unseen) => (unseen === '\n' ? unseen : spelled(unseen)))
