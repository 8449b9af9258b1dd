import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { CandleSeries } from '../candles/series.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

// Hashing millions of candles costs more than running over them, and a sweep uses the same ones again and again.
const known = new WeakMap<CandleSeries, string>()

/** SHA-256 of the six columns one after another, each value a little-endian double; lower-case hex. */
export function candlesSha256(candles: CandleSeries): string {
  const before = known.get(candles)
  if (before !== undefined) return before
  const hash = sha256.create()
  for (const name of COLUMNS) hash.update(littleEndianBytes(candles[name]))
  const digest = bytesToHex(hash.digest())
  known.set(candles, digest)
  return digest
}

/** {@link candlesSha256} of one series; of several the SHA-256 of their hashes joined by commas. */
export function seriesSha256(series: readonly CandleSeries[]): string {
  const hashes = series.map(candlesSha256)
  return hashes.length === 1 ? hashes[0]! : bytesToHex(sha256(utf8ToBytes(hashes.join(','))))
}

/** SHA-256 of a value as JSON with the keys of every object sorted. */
export function sortedJsonSha256(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(sortedJson(JSON.parse(JSON.stringify(value) ?? 'null')))))
}

/** Written member by member: an object made in sorted order would still list a key such as `10` by its number. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${sortedJson(member)}`).join(',')}}`
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The values as little-endian doubles; where the processor writes them so, without a copy. */
export function littleEndianBytes(column: Float64Array): Uint8Array {
  if (IS_LITTLE_ENDIAN) return new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
  const view = new DataView(new ArrayBuffer(column.byteLength))
  for (const [index, value] of column.entries()) view.setFloat64(index * 8, value, true)
  return new Uint8Array(view.buffer)
}
