/** A run of digits and dots that a double may not hold, where a number can stand. Matches inside some strings as well. */
const MAY_LOSE_DIGITS = /(?:[[,:]\s*|^\s*)-?\d[\d.]{15}/

/** A whole string, or a number, of a valid JSON text. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Every decimal of up to 15 significant digits survives the way through a double. */
const MAX_SAFE_LENGTH = 15

/**
 * `JSON.parse`, except that a number written with more than 15 digits becomes a string of exactly these characters: trade
 * ids lie above 2^53, and a double would change them. Texts without such a number cost one scan more than `JSON.parse`.
 *
 * The source-text access of `JSON.parse` revivers would do it too, but is missing in some browsers and calls back for every
 * value, which is several times slower on a large answer.
 *
 * @throws SyntaxError for exactly the texts for which `JSON.parse` throws
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (!MAY_LOSE_DIGITS.test(text)) return value
  return JSON.parse(text.replace(STRING_OR_NUMBER, quoteLongNumber))
}

function quoteLongNumber(token: string): string {
  return token.length <= MAX_SAFE_LENGTH || token.startsWith('"') ? token : `"${token}"`
}
