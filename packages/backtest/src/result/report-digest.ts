import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodeUtf8 } from '../candles/csv/encode.ts'
import { littleEndianBytes } from './digest.ts'

/** What the digest covers of a result besides its equity; `manifest` is without the digest itself. */
export type DigestedReport = {
  readonly schema: number
  readonly manifest: object
  readonly stats: object
  readonly account: object
  readonly bounds: object | null
  readonly orders: readonly object[]
  readonly fills: readonly object[]
  readonly trades: readonly object[]
}

/** Records that become one text: enough to be quick, few enough that the text stays in memory that is warm. */
const ROWS_AT_ONCE = 256

/**
 * SHA-256 of a report as JSON in UTF-8, with every order, fill and trade as the list of its values, followed by `equity` as
 * little-endian doubles; lower-case hex. `docs/result.md` says the same from a reader's side.
 *
 * The text is hashed piece by piece and never there as a whole: for a million candles it has many megabytes, and memory that
 * is touched for the first time costs more than the hash. Without the names of their fields, records are half as long.
 */
export function reportSha256(report: DigestedReport, equity: Float64Array): string {
  const { schema, manifest, stats, account, bounds, orders, fills, trades } = report
  const hash = new TextHash()
  // The closing brace makes room for the lists.
  hash.update(JSON.stringify({ schema, manifest, stats, account, bounds }).slice(0, -1))
  for (const [name, records] of Object.entries({ orders, fills, trades })) {
    hash.update(`,"${name}":[`)
    for (let start = 0; start < records.length; start += ROWS_AT_ONCE) {
      const rows = JSON.stringify(records.slice(start, start + ROWS_AT_ONCE).map(publishedValues)).slice(1, -1)
      hash.update(start === 0 ? rows : `,${rows}`)
    }
    hash.update(']')
  }
  hash.update('}')
  return hash.digest(littleEndianBytes(equity))
}

/** In the order of the published fields; one that is `undefined` is not published. */
function publishedValues(record: object): unknown[] {
  const values: unknown[] = Object.values(record)
  return values.includes(undefined) ? values.filter((value) => value !== undefined) : values
}

/** UTF-16 units encoded at once; each needs up to three bytes. */
const PIECE_LENGTH = 65_536

/** Hashes texts as one, encoding them into the same few bytes again and again. */
class TextHash {
  readonly #hash = sha256.create()
  readonly #bytes = new Uint8Array(PIECE_LENGTH * 3)

  update(text: string): void {
    for (let start = 0; start < text.length; ) {
      const end = pieceEnd(text, start)
      this.#hash.update(this.#bytes.subarray(0, encodeUtf8(text, start, end, this.#bytes)))
      start = end
    }
  }

  digest(last: Uint8Array): string {
    return bytesToHex(this.#hash.update(last).digest())
  }
}

/** A pair of surrogates is one character and stays together. */
function pieceEnd(text: string, start: number): number {
  const end = start + PIECE_LENGTH
  if (end >= text.length) return text.length
  return text.codePointAt(end - 1)! >= 0x10000 ? end - 1 : end
}
