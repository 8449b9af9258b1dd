import { formatAmount } from '../exchange/amounts.ts'
import { averageOf, changeOf, dailyCandles } from '../exchange/candles.ts'
import { symbolKey } from '../exchange/pairs.ts'
import { reject, rejectText } from '../exchange/rejections.ts'
import { type Call, json, ok, type Reply, refused } from './reply.ts'

const MAX_DAYS = 1000

/** A guess: the path is known to exist, its answer is not. Without an envelope, as the others beside it. */
export function serverVersion(): Reply {
  return json(200, { version: '2.0' })
}

/**
 * Days of the retired endpoint, in the shape in which one was captured in 2020: decimals as text, milliseconds. Guesses are
 * the order, oldest first, the default and the most of `last`, and that it answers at all today.
 */
export function legacyOhlc({ exchange, request, now }: Call): Reply {
  const symbol = request.query.get('pairSymbol')
  if (symbol === null || symbol === '') return refused(reject('INVALID_REQUEST_ERROR'))
  const market = exchange.markets.get(symbolKey(symbol))
  if (market === undefined) return refused(rejectText(`Pair ${symbol} does not exists.`, 1037))
  const last = request.query.get('last') ?? `${MAX_DAYS}`
  if (!/^\d{1,9}$/.test(last)) return refused(reject('INVALID_REQUEST_ERROR'))
  const { pair } = market
  const days = dailyCandles(market.candles, 0, now).slice(-Math.min(Math.max(Number(last), 1), MAX_DAYS))
  return ok(
    days.map((day) => ({
      pairNormalized: pair.normalized,
      pairSymbol: pair.name,
      time: day.time,
      open: formatAmount(day.open),
      high: formatAmount(day.high),
      low: formatAmount(day.low),
      close: formatAmount(day.close),
      volume: formatAmount(day.volume),
      average: `${averageOf(day)}`,
      dailyChangeAmount: formatAmount(changeOf(day).amount),
      dailyChangePercentage: `${changeOf(day).percent}`,
    })),
  )
}
