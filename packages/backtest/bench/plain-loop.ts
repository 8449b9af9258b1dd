import type { CandleSeries } from '@tezgah/backtest'

const FEE_RATE = 0.001

export type PlainResult = {
  readonly trades: number
  readonly finalEquity: number
  readonly sharpePerCandle: number
  readonly fills: object[]
}

/**
 * The same moving-average strategy written out by hand over the same columns, in doubles and without an engine: the
 * speed that an engine's convenience is measured against.
 */
export function plainLoop(
  candles: CandleSeries,
  fast: number,
  slow: number,
  initialCash: number,
  equity: Float64Array,
): PlainResult {
  const { open, close, length } = candles
  const fills: object[] = []
  let cash = initialCash
  let quantity = 0
  let fastSum = 0
  let slowSum = 0
  let wanted = 0
  let trades = 0
  for (let index = 0; index < length; index++) {
    if (wanted !== 0) {
      const price = open[index]!
      if (wanted > 0) {
        quantity = cash / (price * (1 + FEE_RATE))
        cash = 0
      } else {
        cash = quantity * price * (1 - FEE_RATE)
        quantity = 0
        trades++
      }
      fills.push({ index, price, side: wanted })
      wanted = 0
    }
    const now = close[index]!
    fastSum += now - (index >= fast ? close[index - fast]! : 0)
    slowSum += now - (index >= slow ? close[index - slow]! : 0)
    if (index >= slow - 1) {
      const isAbove = fastSum / fast > slowSum / slow
      if (quantity === 0) wanted = isAbove ? 1 : 0
      else if (fastSum / fast < slowSum / slow) wanted = -1
    }
    equity[index] = cash + quantity * now
  }
  return { trades, finalEquity: equity[length - 1]!, sharpePerCandle: sharpe(equity), fills }
}

function sharpe(equity: Float64Array): number {
  const { length } = equity
  let sum = 0
  let squares = 0
  for (let index = 1; index < length; index++) {
    const change = equity[index]! / equity[index - 1]! - 1
    sum += change
    squares += change * change
  }
  const mean = sum / (length - 1)
  return mean / Math.sqrt(squares / (length - 1) - mean * mean)
}
