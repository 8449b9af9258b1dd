const MIN_LENGTH = 16
const MAX_LENGTH = 512
/** Bits by the estimate below; 16 random letters and digits have about 60. */
const MIN_BITS = 40

/**
 * Why a token is too weak to guard anything, or `null`. The text never repeats the token. What looks random passes: only its maker
 * knows whether it is; `tezgah token new` makes one of 256 random bits.
 */
export function tokenProblem(token: string): string | null {
  if (!/^[\x21-\x7e]*$/.test(token) || token.length < MIN_LENGTH || token.length > MAX_LENGTH)
    return `must be ${MIN_LENGTH} to ${MAX_LENGTH} visible ASCII characters without spaces`
  const bits = estimatedBits(token)
  if (bits >= MIN_BITS) return null
  return `can be guessed: it has about ${Math.floor(bits)} bits, at least ${MIN_BITS} are needed; tezgah token new makes a good one`
}

/** A character that repeats or continues the one before, or what stood a period before, adds one bit; every other one as many as there are different ones. */
function estimatedBits(token: string): number {
  const perCharacter = Math.log2(new Set(token).size)
  const period = periodOf(token)
  let bits = 0
  for (let i = 0; i < token.length; i++) {
    const step = i === 0 ? Number.NaN : token.charCodeAt(i) - token.charCodeAt(i - 1)
    const foreseen = i >= period || Math.abs(step) <= 1
    bits += foreseen ? (i >= period ? 0 : 1) : perCharacter
  }
  return bits
}

/** The shortest length whose repetition gives the text. */
function periodOf(text: string): number {
  for (let period = 1; period <= text.length / 2; period++) {
    if (text.slice(period) === text.slice(0, -period)) return period
  }
  return text.length
}
