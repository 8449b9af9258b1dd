import { type CandleSeries, createSeries } from '@tezgah/backtest'
import fc from 'fast-check'

const START = Date.UTC(2026, 0, 1)
const HOUR = 3_600_000

type Shape = {
  readonly skipped: number
  readonly gap: number
  readonly move: number
  readonly up: number
  readonly down: number
}

/** In ten-thousandths of the price. A third of the candles open with a gap; before some there are hours without a trade. */
const shape: fc.Arbitrary<Shape> = fc.record({
  skipped: fc.constantFrom(0, 0, 0, 0, 0, 0, 3),
  gap: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: -120, max: 120 })),
  move: fc.integer({ min: -120, max: 120 }),
  up: fc.integer({ min: 0, max: 90 }),
  down: fc.integer({ min: 0, max: 90 }),
})

/** Hours of BTCTRY in tens of liras. */
export const randomCandles: fc.Arbitrary<CandleSeries> = fc
  .array(shape, { minLength: 40, maxLength: 80, size: 'max' })
  .map((shapes) => {
    const columns = { open: [] as number[], high: [] as number[], low: [] as number[], close: [] as number[] }
    const time: number[] = []
    let price = 3_700_000
    for (const { skipped, gap, move, up, down } of shapes) {
      time.push((time.at(-1) ?? START) + (1 + skipped) * HOUR)
      const open = moved(price, gap)
      const close = moved(open, move)
      columns.open.push(open)
      columns.high.push(moved(Math.max(open, close), up))
      columns.low.push(moved(Math.min(open, close), -down))
      columns.close.push(close)
      price = close
    }
    return createSeries({ symbol: 'BTCTRY', interval: '1h', time, ...columns, volume: shapes.map(() => 10) })
  })

function moved(price: number, parts: number): number {
  return 10 * Math.round((price * (1 + parts / 10_000)) / 10)
}
