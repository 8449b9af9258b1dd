import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { cleanAnswer, type DiscardedCandle } from './clean.ts'
import { type CandleColumns, COLUMN_NAMES } from './columns.ts'
import { type CandleInterval, gridOf, type TimeRange } from './grid.ts'

/** Which page of which candles: what its file must be about. */
export type PageKey = TimeRange & { readonly symbol: string; readonly interval: CandleInterval }

/** A page as far as it is known. */
export type StoredPage = {
  readonly candles: CandleColumns
  readonly discarded: readonly DiscardedCandle[]
  /** Everything that opens before is known; the end of the page, except for the newest one. */
  readonly until: number
}

export type DecodedPage =
  | { readonly isWhole: true; readonly page: StoredPage }
  | { readonly isWhole: false; readonly reason: string }

const FORMAT = 'tezgah-candle-page/1'
const HASH_LINE = /^sha256 [0-9a-f]{64}\n$/
const HASH_LINE_LENGTH = 72

const column = z.array(z.number())

const body = z.strictObject({
  format: z.literal(FORMAT),
  symbol: z.string(),
  interval: z.string(),
  from: z.int(),
  to: z.int(),
  until: z.int(),
  discarded: z.array(z.strictObject({ time: z.int(), reason: z.enum(['off_grid', 'invalid_values']) })),
  time: column,
  open: column,
  high: column,
  low: column,
  close: column,
  volume: column,
})

/** Where the page is kept, such as `BTCTRY-1h/2024-01-01T0000Z-1440.page`: its first open time and its length. */
export function pageName({ symbol, interval, from, to }: PageKey): string {
  const start = new Date(from).toISOString().slice(0, 16).replace(':', '')
  return `${symbol}-${interval}/${start}Z-${(to - from) / gridOf(interval).step}.page`
}

/** A line with the SHA-256 of all that follows, then the page as JSON, whose numbers come back bit for bit. */
export function encodePage({ symbol, interval, from, to }: PageKey, page: StoredPage): Uint8Array {
  const columns = Object.fromEntries(COLUMN_NAMES.map((name) => [name, [...page.candles[name]]]))
  const { until, discarded } = page
  const content = utf8ToBytes(
    `${JSON.stringify({ format: FORMAT, symbol, interval, from, to, until, discarded, ...columns })}\n`,
  )
  const line = utf8ToBytes(hashLine(content))
  const bytes = new Uint8Array(line.length + content.length)
  bytes.set(line)
  bytes.set(content, line.length)
  return bytes
}

/** Reads what `encodePage` made. Bytes that were cut, changed or written for another page are not whole. */
export function decodePage(key: PageKey, bytes: Uint8Array): DecodedPage {
  const line = String.fromCharCode(...bytes.subarray(0, HASH_LINE_LENGTH))
  if (!HASH_LINE.test(line)) return corrupt('it does not begin with a SHA-256')
  const content = bytes.subarray(HASH_LINE_LENGTH)
  if (hashLine(content) !== line) return corrupt('its SHA-256 does not fit its content')
  const parsed = body.safeParse(parse(content))
  if (!parsed.success) return corrupt(`${parsed.error.issues[0]?.path.join('.')} is not as it should be`)
  return check(key, parsed.data)
}

/** A hash proves that the content is as written, not that it was written by this program for this page. */
function check(key: PageKey, data: z.output<typeof body>): DecodedPage {
  const wrong = (['symbol', 'interval', 'from', 'to'] as const).find((name) => data[name] !== key[name])
  if (wrong !== undefined) return corrupt(`${wrong} is ${data[wrong]}, ${key[wrong]} was expected`)
  const { until, discarded } = data
  const grid = gridOf(key.interval)
  const isReachable = until > key.from && until <= key.to && (until - grid.origin) % grid.step === 0
  if (!isReachable || !COLUMN_NAMES.every((name) => data[name].length === data.time.length)) {
    return corrupt('it contradicts itself')
  }
  const span = { from: key.from, to: until }
  const isInside = data.time.every((time) => Number.isSafeInteger(time) && time >= span.from && time < span.to)
  if (!isInside) return corrupt('it holds candles of another time')
  const { candles, repairs } = cleanAnswer(data, span, grid)
  if (candles.time.length !== data.time.length || repairs.unordered > 0) return corrupt('it holds impossible candles')
  return { isWhole: true, page: { candles, discarded, until } }
}

function hashLine(content: Uint8Array): string {
  return `sha256 ${bytesToHex(sha256(content))}\n`
}

function parse(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content))
  } catch {
    return null
  }
}

function corrupt(reason: string): DecodedPage {
  return { isWhole: false, reason }
}
