import { canonicalJson } from '@tezgah/core/canonical-json'
import { createSha256, sha256Hex } from '@tezgah/core/sha256'
import type { CandleSeries } from '../candles/series.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

// Hashing millions of candles costs more than running over them, and a sweep uses the same ones again and again.
const known = new WeakMap<CandleSeries, string>()

/** SHA-256 of the six columns one after another, each value a little-endian double; lower-case hex. */
export function candlesSha256(candles: CandleSeries): string {
  const before = known.get(candles)
  if (before !== undefined) return before
  const hash = createSha256()
  for (const name of COLUMNS) hash.update(littleEndianBytes(candles[name]))
  const digest = hash.digestHex()
  known.set(candles, digest)
  return digest
}

/** {@link candlesSha256} of one series; of several the SHA-256 of their hashes joined by commas. */
export function seriesSha256(series: readonly CandleSeries[]): string {
  const hashes = series.map(candlesSha256)
  return hashes.length === 1 ? hashes[0]! : sha256Hex(hashes.join(','))
}

/** SHA-256 of a value as JSON with the keys of every object sorted. */
export function jsonSha256(value: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(value) ?? 'null')
  // A lone surrogate is no text in RFC 8785; parameters may have one all the same, and their hash with it.
  return sha256Hex(canonicalJson(plain, { maxDepth: Number.POSITIVE_INFINITY, loneSurrogates: 'escape' }))
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The values as little-endian doubles; where the processor writes them so, without a copy. */
export function littleEndianBytes(column: Float64Array): Uint8Array {
  if (IS_LITTLE_ENDIAN) return new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
  const view = new DataView(new ArrayBuffer(column.byteLength))
  for (const [index, value] of column.entries()) view.setFloat64(index * 8, value, true)
  return new Uint8Array(view.buffer)
}

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
  const hash = createSha256()
  // The closing brace makes room for the lists.
  hash.update(JSON.stringify({ schema, manifest, stats, account, bounds }).slice(0, -1))
  for (const [name, records] of Object.entries({ orders, fills, trades })) {
    hash.update(`,"${name}":[`)
    for (let start = 0; start < records.length; start += ROWS_AT_ONCE) {
      if (start > 0) hash.update(',')
      hash.update(JSON.stringify(records.slice(start, start + ROWS_AT_ONCE).map(publishedValues)).slice(1, -1))
    }
    hash.update(']')
  }
  hash.update('}')
  hash.update(littleEndianBytes(equity))
  return hash.digestHex()
}

/** In the order of the published fields; one that is `undefined` is not published. */
function publishedValues(record: object): unknown[] {
  const values: unknown[] = Object.values(record)
  return values.includes(undefined) ? values.filter((value) => value !== undefined) : values
}
