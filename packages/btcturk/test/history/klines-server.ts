import type { Klines, KlinesInput } from '../../src/endpoints/klines.ts'

export type Row = {
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** What a chart host may do to a truthful answer. */
export type Habits = {
  /** Most rows of an answer, and which it keeps. */
  readonly cap?: number
  readonly keeps?: 'first' | 'last'
  /** Rows of the answer are sent as this makes them. */
  readonly arrange?: (rows: Row[]) => Row[]
}

/** The klines endpoint over a list of candles, in memory. */
export class KlinesServer {
  readonly seen: KlinesInput[] = []
  rows: readonly Row[]
  habits: Habits
  /** Thrown in place of the answer of this request, counted from 0. */
  failAt: number | null = null

  constructor(rows: readonly Row[], habits: Habits = {}) {
    this.rows = rows
    this.habits = habits
  }

  readonly fetchKlines = async (input: KlinesInput): Promise<Klines> => {
    if (this.seen.length === this.failAt) throw new Error('connection reset')
    this.seen.push(input)
    const { cap = Number.POSITIVE_INFINITY, keeps = 'first', arrange = (rows: Row[]) => rows } = this.habits
    const rows = this.rows.filter(({ time }) => time >= input.from && time <= input.to)
    const sent = arrange(keeps === 'first' ? rows.slice(0, cap) : rows.slice(-cap))
    const column = (name: keyof Row) => sent.map((row) => row[name])
    return {
      time: column('time'),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
    }
  }
}

/** A sound candle whose values follow from its time. */
export function candleAt(time: number): Row {
  const open = 1000 + ((time / 60_000) % 977) / 8
  const close = 1000 + ((time / 60_000) % 641) / 4
  return {
    time,
    open,
    high: Math.max(open, close) + 1,
    low: Math.min(open, close) - 1,
    close,
    volume: (time % 7e6) / 1e9,
  }
}

export function candlesAt(start: number, step: number, places: readonly number[]): Row[] {
  return places.map((place) => candleAt(start + place * step))
}
