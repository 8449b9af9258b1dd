import { readFields, readNumber, readOptionalNumber, readOptionalText, readText } from './read.ts'

const SOURCES = ['btcturk', 'simulator', 'off'] as const
const STATES = ['live', 'connecting', 'stale'] as const

/** The price of one symbol as the executor hears it from the exchange. */
export type Spot = {
  readonly source: (typeof SOURCES)[number]
  readonly state: (typeof STATES)[number]
  readonly symbol: string | null
  /** Decimal strings, `null` until heard. */
  readonly last: string | null
  readonly bid: string | null
  readonly ask: string | null
  readonly change: string | null
  /** Exchange time of the last price, epoch ms. */
  readonly at: number | null
  readonly ageMs: number | null
  /** How far this machine's clock is from the exchange's, and how sure that is. */
  readonly clock: { readonly offsetMs: number; readonly boundMs: number } | null
  readonly reconnects: number
}

function readClock(value: unknown): Spot['clock'] {
  if (value === null || value === undefined) return null
  const fields = readFields(value, 'clock')
  return {
    offsetMs: readNumber(fields['offsetMs'], 'clock.offsetMs'),
    boundMs: readNumber(fields['boundMs'], 'clock.boundMs'),
  }
}

export function readSpot(value: unknown): Spot {
  const fields = readFields(value, 'spot')
  const text = (name: string): string | null => readOptionalText(fields[name], name)
  const source = readText(fields['source'], 'source')
  const state = readText(fields['state'], 'state')
  return {
    // Where prices come from must never be guessed: what is not known counts as none.
    source: SOURCES.find((known) => known === source) ?? 'off',
    state: STATES.find((known) => known === state) ?? 'stale',
    symbol: text('symbol'),
    last: text('last'),
    bid: text('bid'),
    ask: text('ask'),
    change: text('change'),
    at: readOptionalNumber(fields['at'], 'at'),
    ageMs: readOptionalNumber(fields['ageMs'], 'ageMs'),
    clock: readClock(fields['clock']),
    reconnects: readOptionalNumber(fields['reconnects'], 'reconnects') ?? 0,
  }
}
