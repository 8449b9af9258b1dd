import { backtest, defineStrategy, type Indicators, type View } from '@tezgah/backtest'
import { Atr, Bollinger, Ema, Highest, Lowest, Rsi, Sma } from '@tezgah/indicators'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { candlesFrom } from '../fixtures/candles.ts'
import { candleList } from '../fixtures/random-run.ts'

type Views = Record<string, View>
type Setup = (candles: { close: View; high: View }, indicators: Indicators) => Views

/** What a strategy sees of the views at each close. */
function seen(candles: Parameters<typeof candlesFrom>[0], make: Setup): Record<string, number>[] {
  const rows: Record<string, number>[] = []
  const strategy = defineStrategy({
    name: 'looker',
    params: z.object({}),
    setup(input) {
      const views = Object.entries(make(input.candles, input.indicators))
      return { onCandle: () => void rows.push(Object.fromEntries(views.map(([name, view]) => [name, view.at(0)]))) }
    },
  })
  backtest({ strategy, candles: candlesFrom(candles) })
  return rows
}

test('through views an indicator shows what its streaming form returns, candle by candle', () => {
  fc.assert(
    fc.property(candleList(), (candles) => {
      const stream = {
        sma: new Sma(3),
        ema: new Ema(3),
        rsi: new Rsi(3),
        highest: new Highest(3),
        lowest: new Lowest(3),
        atr: new Atr(3),
        bollinger: new Bollinger(3, 2),
        smaOfSma: new Sma(2),
      }
      const expected = candles.map(({ high, low, close }) => {
        const sma = stream.sma.update(close)
        const { upper, middle, lower } = stream.bollinger.update(close)
        return {
          sma,
          ema: stream.ema.update(close),
          rsi: stream.rsi.update(close),
          highest: stream.highest.update(high),
          lowest: stream.lowest.update(close),
          atr: stream.atr.update(high, low, close),
          upper,
          middle,
          lower,
          smaOfSma: stream.smaOfSma.update(sma),
        }
      })
      const rows = seen({ candles }, ({ close, high }, indicators) => {
        const sma = indicators.sma(close, 3)
        return {
          sma,
          ema: indicators.ema(close, 3),
          rsi: indicators.rsi(close, 3),
          highest: indicators.highest(high, 3),
          lowest: indicators.lowest(close, 3),
          atr: indicators.atr(3),
          ...indicators.bollinger(close, 3),
          smaOfSma: indicators.sma(sma, 2),
        }
      })
      expect(rows).toEqual(expected)
    }),
  )
})

test('deviations of the bands are 2 unless given', () => {
  const closes = [1, 2, 4, 8]
  const bands =
    (deviations?: number): Setup =>
    ({ close }, indicators) =>
      indicators.bollinger(close, 3, deviations)
  expect(seen({ closes }, bands())).toEqual(seen({ closes }, bands(2)))
  expect(seen({ closes }, bands())).not.toEqual(seen({ closes }, bands(1)))
})

test('a wrong period fails the run in setup and says so', () => {
  const wrong = () => seen({ closes: [1, 2] }, ({ close }, indicators) => ({ sma: indicators.sma(close, 0) }))
  expect(wrong).toThrow(/strategy "looker" failed in setup: .*period/)
})
