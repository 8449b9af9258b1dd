import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
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
  const hash = sha256.create()
  const add = (text: string): void => {
    hash.update(utf8ToBytes(text))
  }
  // The closing brace makes room for the lists.
  add(JSON.stringify({ schema, manifest, stats, account, bounds }).slice(0, -1))
  for (const [name, records] of Object.entries({ orders, fills, trades })) {
    add(`,"${name}":[`)
    for (let start = 0; start < records.length; start += ROWS_AT_ONCE) {
      if (start > 0) add(',')
      add(JSON.stringify(records.slice(start, start + ROWS_AT_ONCE).map(publishedValues)).slice(1, -1))
    }
    add(']')
  }
  add('}')
  return bytesToHex(hash.update(littleEndianBytes(equity)).digest())
}

/** In the order of the published fields; one that is `undefined` is not published. */
function publishedValues(record: object): unknown[] {
  const values: unknown[] = Object.values(record)
  return values.includes(undefined) ? values.filter((value) => value !== undefined) : values
}
